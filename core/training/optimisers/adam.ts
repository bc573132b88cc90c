import { UpdateRule } from '../../backend/program/operations.ts';
import { number, type Chosen } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import { epsilonField, learningRateField, wholePower } from './common.ts';
import type { Optimiser, OptimiserKind } from './optimiser.ts';

const fields = {
  learningRate: learningRateField(1e-3),
  beta1: number({
    label: 'Beta 1',
    help: 'Memory of the mean gradient. GANs often use 0.5 or 0, so that old gradients do not push on.',
    default: 0.9,
    min: 0,
    max: 0.99999,
  }),
  beta2: number({
    label: 'Beta 2',
    help: 'Memory of the squared gradient that scales each parameter’s moves.',
    default: 0.999,
    min: 0,
    max: 0.999999,
  }),
  epsilon: epsilonField,
};

/**
 * Adam (Kingma & Ba 2015, algorithm 1), in the order of operations that the paper gives at the end of its section 2:
 * with m and v the moment estimates, and a the learning rate,
 * `parameter - a sqrt(1 - beta2^t) / (1 - beta1^t) m / (sqrt(v) + epsilon sqrt(1 - beta2^t))`,
 * which is algorithm 1 with both bias corrections moved into two scalars.
 */
export const adam: OptimiserKind = {
  label: 'Adam',
  help: 'Scales each parameter’s moves by its recent gradients. A good start for almost everything.',
  fields,
  create(chosen: Chosen): Optimiser {
    // The moments decay in single precision; the corrections must be those of the decays that are really used.
    const beta1 = Math.fround(numberOf(chosen, 'beta1'));
    const beta2 = Math.fround(numberOf(chosen, 'beta2'));
    const epsilon = numberOf(chosen, 'epsilon');
    return {
      rule: UpdateRule.adam,
      a: beta1,
      b: beta2,
      c: 0,
      slots: ['mean', 'square'],
      scalars(rate, count, into = new Float32Array(2)) {
        const rootCorrection = Math.sqrt(1 - wholePower(beta2, count));
        into[0] = (rate[0]! * rootCorrection) / (1 - wholePower(beta1, count));
        into[1] = epsilon * rootCorrection;
        return into;
      },
    };
  },
};
