import { UpdateRule } from '../../backend/program/operations.ts';
import { learningRateAlone, learningRateField } from './common.ts';
import type { OptimiserKind } from './optimiser.ts';

/**
 * Optimistic gradient descent (Popov 1980; Daskalakis, Ilyas, Syrgkanis & Zeng 2018, eq. 8): takes the gradient before for
 * granted once more, `parameter - learningRate (2 g - g before)`. The gradient before the first is 0.
 */
export const optimistic: OptimiserKind = {
  label: 'Optimistic gradient descent',
  help: 'Gradient descent that bets on the next gradient being like the last. Settles games on which plain descent spins outwards.',
  fields: { learningRate: learningRateField(1e-2) },
  create: () => ({
    rule: UpdateRule.optimistic,
    a: 0,
    b: 0,
    c: 0,
    slots: ['last'],
    scalars: learningRateAlone,
  }),
};
