import * as tf from '../../backend/tf.ts';
import { flag, number, type Chosen } from '../../spec/fields.ts';
import { flagOf, numberOf } from '../../spec/values.ts';
import { learningRateField } from './common.ts';
import type { Move, Moved, Optimiser, OptimiserKind } from './optimiser.ts';

const fields = {
  learningRate: learningRateField(1e-2),
  momentum: number({
    label: 'Momentum',
    help: 'Share of the last move that is added to the next. 0 turns it off.',
    default: 0,
    min: 0,
    max: 0.9999,
  }),
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
    const nesterov = flagOf(chosen, 'nesterov');
    return {
      slots: momentum > 0 ? ['velocity'] : [],
      move({ parameter, gradient, slots, learningRate }: Move): Moved {
        return tf.tidy(() => {
          if (momentum === 0) return { parameter: tf.sub(parameter, tf.mul(gradient, learningRate)), slots: {} };
          const velocity = tf.add(tf.mul(slots['velocity']!, momentum), gradient);
          const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
          return { parameter: tf.sub(parameter, tf.mul(direction, learningRate)), slots: { velocity } };
        });
      },
    };
  },
};
