import { scalarsOfRule, UpdateRule } from '../program/operations.ts';
import * as tf from '../tf.ts';

/** An update rule and its constants; see `UpdateRule` for what they mean. */
export interface Rule {
  readonly rule: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** A parameter about to move; its gradient and slots are of its shape. */
export interface Movable {
  readonly parameter: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly slots: readonly tf.Tensor[];
}

/** A parameter after its move, with its slots: new tensors. */
export interface Moved {
  readonly parameter: tf.Tensor;
  readonly slots: readonly tf.Tensor[];
}

/**
 * `optimise` of tfjs's operations: differentiable in parameters, gradients and slots, with the bits of the kernel. For
 * moves that gradients go through, and for backends without the kernel.
 */
export function composedOptimise({ rule, a, b, c }: Rule, scalars: tf.Tensor, moves: readonly Movable[]): Moved[] {
  const numbers = Array.from({ length: scalarsOfRule[rule]! }, (_, n) => tf.reshape(tf.slice(scalars, [n], [1]), []));
  return moves.map((move) => movedBy(rule, { a, b, c }, numbers, move));
}

function movedBy(
  rule: number,
  { a, b, c }: Omit<Rule, 'rule'>,
  [first, second, third]: readonly tf.Tensor[],
  { parameter, gradient: g, slots: [one, two, three] }: Movable,
): Moved {
  const down = (direction: tf.Tensor) => tf.sub(parameter, tf.mul(first!, direction));
  const divided = (rate: tf.Tensor, direction: tf.Tensor, divisor: tf.Tensor) =>
    tf.sub(parameter, tf.div(tf.mul(rate, direction), divisor));
  switch (rule) {
    case UpdateRule.adam: {
      const [mean, square] = [decayed(a, one!, g), decayed(b, two!, tf.square(g))];
      return { parameter: divided(first!, mean, tf.add(root(square), second!)), slots: [mean, square] };
    }
    case UpdateRule.rmsprop: {
      const square = decayed(a, one!, tf.square(g));
      return { parameter: divided(first!, g, tf.add(root(square), c)), slots: [square] };
    }
    case UpdateRule.rmspropMomentum: {
      const square = decayed(a, one!, tf.square(g));
      const velocity = tf.add(tf.mul(two!, b), tf.div(g, tf.add(root(square), c)));
      return { parameter: down(velocity), slots: [square, velocity] };
    }
    case UpdateRule.sgd:
      return { parameter: down(g), slots: [] };
    case UpdateRule.momentum:
    case UpdateRule.nesterov: {
      const velocity = tf.add(tf.mul(one!, a), g);
      const direction = rule === UpdateRule.nesterov ? tf.add(g, tf.mul(velocity, a)) : velocity;
      return { parameter: down(direction), slots: [velocity] };
    }
    case UpdateRule.optimistic:
      return { parameter: down(tf.sub(tf.add(g, g), one!)), slots: [tf.clone(g)] };
    case UpdateRule.optimisticAdam: {
      const [mean, square] = [decayed(a, one!, g), decayed(b, two!, tf.square(g))];
      const direction = tf.div(tf.mul(second!, mean), tf.add(root(square), third!));
      const parameter = down(tf.sub(tf.add(direction, direction), three!));
      return { parameter, slots: [mean, square, direction] };
    }
    default:
      throw new Error(`There is no update rule ${rule}.`);
  }
}

const decayed = (decay: number, slot: tf.Tensor, value: tf.Tensor): tf.Tensor =>
  tf.add(tf.mul(slot, decay), tf.mul(value, 1 - Math.fround(decay)));

/**
 * The square root of a mean of squares. Its own gradient is infinite at 0, where that of a square is 0: a unit that is
 * never active would make a NaN of them. With 1 in place of 0 inside, the product is 0.
 */
function root(square: tf.Tensor): tf.Tensor {
  const isZero = tf.cast(tf.equal(square, 0), 'float32');
  return tf.sub(tf.sqrt(tf.add(square, isZero)), isZero);
}
