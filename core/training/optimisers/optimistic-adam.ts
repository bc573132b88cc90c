import { UpdateRule } from '../../backend/program/operations.ts';
import type { Chosen } from '../../spec/fields.ts';
import { adam } from './adam.ts';
import { wholePower } from './common.ts';
import { numberOf } from '../../spec/values.ts';
import type { Optimiser, OptimiserKind } from './optimiser.ts';

/**
 * Optimistic Adam (Daskalakis, Ilyas, Syrgkanis & Zeng 2018, algorithm 1): with d Adam's direction, the corrected mean over
 * the root of the corrected square, `parameter - learningRate (2 d - d before)`. The direction before the first is 0.
 */
export const optimisticAdam: OptimiserKind = {
  label: 'Optimistic Adam',
  help: 'Adam that bets on its next direction being like the last, which takes the spin out of a game.',
  fields: adam.fields,
  create(chosen: Chosen): Optimiser {
    // As in Adam: the corrections of the decays that are really used, both moved out of the moments.
    const beta1 = Math.fround(numberOf(chosen, 'beta1'));
    const beta2 = Math.fround(numberOf(chosen, 'beta2'));
    const epsilon = numberOf(chosen, 'epsilon');
    return {
      rule: UpdateRule.optimisticAdam,
      a: beta1,
      b: beta2,
      c: 0,
      slots: ['mean', 'square', 'direction'],
      scalars(rate, count, into = new Float32Array(3)) {
        const rootCorrection = Math.sqrt(1 - wholePower(beta2, count));
        into[0] = rate[0]!;
        into[1] = rootCorrection / (1 - wholePower(beta1, count));
        into[2] = epsilon * rootCorrection;
        return into;
      },
    };
  },
};
