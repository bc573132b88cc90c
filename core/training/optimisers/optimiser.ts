import type { Tensor } from '../../backend/tf.ts';
import type { Chosen, Variant } from '../../spec/fields.ts';

export interface Move {
  readonly parameter: Tensor;
  readonly gradient: Tensor;
  /** The parameter's slots by name, each of the parameter's shape; zeros before the first move. */
  readonly slots: Readonly<Record<string, Tensor>>;
  readonly learningRate: number;
  /** Number of this move of the player, from 1. */
  readonly count: number;
}

export interface Moved {
  readonly parameter: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
}

/** A first-order update rule, applied to each parameter of a player by itself. Pure: returns new tensors. */
export interface Optimiser {
  readonly slots: readonly string[];
  move(move: Move): Moved;
}

export interface OptimiserKind extends Variant {
  create(chosen: Chosen): Optimiser;
}
