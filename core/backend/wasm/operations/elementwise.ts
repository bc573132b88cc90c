import type { MicroOperation } from '../../program/chain.ts';
import { planOf } from './chain-plan.ts';
import type { TraitsOf } from './traits.ts';

/** Operations as expensive as this many additions. */
const costs: Partial<Record<MicroOperation, number>> = {
  exp: 10,
  expm1: 10,
  elu: 10,
  tanh: 15,
  sigmoid: 12,
  log: 12,
  log1p: 25,
  softplus: 40,
  sin: 60,
  cos: 60,
};

export const elementwise: TraitsOf<'chain'> = {
  chain: {
    code: 4,
    work: ({ chain }) => chain.size * chain.steps.reduce((sum, { code }) => sum + (costs[code] ?? 1), 1),
    scratch: ({ chain }, threads) => {
      const { slots, block } = planOf(chain);
      return slots * block * 4 * threads;
    },
    body: ({ chain }) => planOf(chain).words,
  },
};
