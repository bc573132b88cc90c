import type { TraitsOf } from './traits.ts';

export const matrix: TraitsOf<'gemm' | 'conv' | 'convInput' | 'convFilter'> = {
  gemm: { code: 0 },
  conv: { code: 1 },
  convInput: { code: 2 },
  convFilter: { code: 3 },
};
