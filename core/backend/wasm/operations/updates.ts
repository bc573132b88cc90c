import type { TraitsOf } from './traits.ts';

export const updates: TraitsOf<'normForward' | 'normBackward' | 'optimise' | 'average' | 'norm' | 'philox'> = {
  normForward: { code: 18 },
  normBackward: { code: 19 },
  optimise: { code: 20 },
  average: { code: 21 },
  norm: { code: 22 },
  philox: { code: 23 },
};
