import type { Lowerings } from '../lowering.ts';

export const matrix: Lowerings = {};
