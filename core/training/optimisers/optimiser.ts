import type { Rule } from '../../backend/fused/optimise-composed.ts';
import type { Chosen, Variant } from '../../spec/fields.ts';

/** A first-order update rule, applied to each parameter of a player by itself. */
export interface Optimiser extends Rule {
  /** Names of what the rule remembers of each parameter, in the rule's order; zeros before the first move. */
  readonly slots: readonly string[];
  /**
   * The rule's numbers of one move. Computed with + - * / and square roots only, which every engine rounds alike.
   *
   * @param rate Its first element is the learning rate, which as a number would be a new object of the heap in every step.
   * @param count Number of this move of the player, from 1.
   * @param into Room for the numbers.
   */
  scalars(rate: Float64Array, count: number, into?: Float32Array): Float32Array;
}

export interface OptimiserKind extends Variant {
  create(chosen: Chosen): Optimiser;
}
