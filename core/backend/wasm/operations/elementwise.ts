import type { TraitsOf } from './traits.ts';

export const elementwise: TraitsOf<'chain'> = {
  chain: { code: 4 },
};
