import type { Lowerings } from '../lowering.ts';

export const layout: Lowerings = {};
