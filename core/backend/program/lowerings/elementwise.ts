import type { Lowerings } from '../lowering.ts';

export const elementwise: Lowerings = {};
