import type { TraitsOf } from './traits.ts';

export const reductions: TraitsOf<'reduce' | 'argReduce' | 'softmax'> = {
  reduce: { code: 5 },
  argReduce: { code: 6 },
  softmax: { code: 7 },
};
