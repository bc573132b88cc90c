import type { Lowerings } from '../lowering.ts';

export const images: Lowerings = {};
