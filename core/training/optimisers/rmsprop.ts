import { UpdateRule } from '../../backend/program/operations.ts';
import { number, type Chosen } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import { epsilonField, learningRateAlone, learningRateField, momentumField } from './common.ts';
import type { Optimiser, OptimiserKind } from './optimiser.ts';

const fields = {
  learningRate: learningRateField(1e-3),
  decay: number({
    label: 'Decay',
    help: 'Memory of the squared gradient that scales each parameter’s moves.',
    default: 0.99,
    min: 0,
    max: 0.99999,
  }),
  epsilon: epsilonField,
  momentum: momentumField,
};

/**
 * RMSProp (Tieleman & Hinton 2012, lecture 6.5), with epsilon outside the root and the learning rate outside the
 * momentum, as PyTorch has it: `v = decay v + (1 - decay) g^2`, `b = momentum b + g / (sqrt(v) + epsilon)`,
 * `parameter - learningRate b`.
 */
export const rmsprop: OptimiserKind = {
  label: 'RMSProp',
  help: 'Scales each parameter’s moves by the size of its recent gradients. Used with weight-clipped critics.',
  fields,
  create(chosen: Chosen): Optimiser {
    const momentum = numberOf(chosen, 'momentum');
    return {
      rule: momentum > 0 ? UpdateRule.rmspropMomentum : UpdateRule.rmsprop,
      a: numberOf(chosen, 'decay'),
      b: momentum,
      c: numberOf(chosen, 'epsilon'),
      slots: momentum > 0 ? ['square', 'velocity'] : ['square'],
      scalars: learningRateAlone,
    };
  },
};
