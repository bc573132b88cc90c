import { alternating } from './alternating.ts';
import { consensus } from './consensus.ts';
import type { DynamicsKind } from './dynamics.ts';
import { extragradient } from './extragradient.ts';
import { gradientNorm } from './gradient-norm.ts';
import { simultaneous } from './simultaneous.ts';
import { unrolled } from './unrolled.ts';

/** Every way of moving the players, by id; the first is the default. */
export const dynamics: Readonly<Record<string, DynamicsKind>> = {
  alternating,
  simultaneous,
  consensus,
  unrolled,
  extragradient,
  'gradient-norm': gradientNorm,
};
