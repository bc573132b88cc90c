import { UpdateRule } from '../../backend/program/operations.ts';
import { flag, type Chosen } from '../../spec/fields.ts';
import { flagOf, numberOf } from '../../spec/values.ts';
import { learningRateAlone, learningRateField, momentumField } from './common.ts';
import type { Optimiser, OptimiserKind } from './optimiser.ts';

const fields = {
  learningRate: learningRateField(1e-2),
  momentum: momentumField,
  nesterov: flag({
    label: 'Nesterov',
    help: 'Looks ahead along the momentum before it moves. Does nothing without momentum.',
    default: false,
  }),
};

/**
 * Gradient descent with momentum, plain (Polyak 1964) or Nesterov's as PyTorch has it (Sutskever et al. 2013):
 * `b = momentum b + g`, `parameter - learningRate b`, and with Nesterov `parameter - learningRate (g + momentum b)`.
 */
export const sgd: OptimiserKind = {
  label: 'Gradient descent',
  help: 'The same step size for every parameter. Shows the plain dynamics of a game.',
  fields,
  create(chosen: Chosen): Optimiser {
    const momentum = numberOf(chosen, 'momentum');
    const accelerated = flagOf(chosen, 'nesterov') ? UpdateRule.nesterov : UpdateRule.momentum;
    return {
      rule: momentum > 0 ? accelerated : UpdateRule.sgd,
      a: momentum,
      b: 0,
      c: 0,
      slots: momentum > 0 ? ['velocity'] : [],
      scalars: learningRateAlone,
    };
  },
};
