import { adam } from './adam.ts';
import type { OptimiserKind } from './optimiser.ts';
import { optimisticAdam } from './optimistic-adam.ts';
import { optimistic } from './optimistic.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

/** Every optimiser, by the `kind` that a spec names. */
export const optimisers: Readonly<Record<string, OptimiserKind>> = {
  adam,
  rmsprop,
  sgd,
  'optimistic-adam': optimisticAdam,
  optimistic,
};
