import type { Lowerings } from '../lowering.ts';

export const updates: Lowerings = {};
