import type { Lowerings } from '../lowering.ts';

export const reductions: Lowerings = {};
