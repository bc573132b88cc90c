import { composedOptimise } from '../backend/fused/optimise-composed.ts';
import { valueAndGradients } from '../backend/gradients.ts';
import { memoryBudget } from '../backend/memory-budget.ts';
import { OutOfMemoryError } from '../backend/program/out-of-memory.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Variables } from '../networks/network.ts';
import type { Optimiser } from './optimisers/optimiser.ts';
import { OverlaidVariables } from './variables.ts';

/** A player whose moves are only imagined. */
export interface Imagined {
  readonly optimiser: Optimiser;
  /** Full names of the parameters that it moves. */
  readonly parameters: readonly string[];
  /** What its optimiser remembers of a parameter at present. */
  slot(slot: string, parameter: string): Tensor;
  /** Its loss where the variables say. */
  loss(at: Variables): Scalar;
  /** The optimiser's numbers of its next move (1), the one after that (2) and so on. */
  scalars(move: number): Tensor;
  readonly project?: (parameter: Tensor) => Tensor;
}

/**
 * Where players would be after `moves` moves each, in turn, without moving anything. Every move is made of differentiable
 * operations, its gradients and the optimiser's memory included, so that what is computed of the result has a gradient
 * through all of them. Call it inside `valueAndGradients`, which owns what is made here.
 * @throws OutOfMemoryError as soon as it shows that the moves will not fit.
 */
export function unroll(variables: Variables, players: readonly Imagined[], moves: number): Variables {
  const parameters = new Map<string, Tensor>();
  const at = new OverlaidVariables(variables, parameters);
  const memory = players.map(({ optimiser, parameters, slot }) =>
    parameters.map((parameter) => optimiser.slots.map((name) => slot(name, parameter))),
  );
  const room = new RoomForMoves(moves);
  for (let move = 1; move <= moves; move++) {
    players.forEach((player, index) => {
      // Tensors of their own: moves that others made in answer to these parameters are constants to this player.
      for (const name of player.parameters) parameters.set(name, tf.clone(at.get(name)));
      const owned = Object.fromEntries(player.parameters.map((name) => [name, at.get(name)]));
      const { gradients } = valueAndGradients(() => ({ total: player.loss(at), extra: {} }), owned);
      const movables = player.parameters.map((name, n) => ({
        parameter: owned[name]!,
        gradient: gradients[name]!,
        slots: memory[index]![n]!,
      }));
      const moved = composedOptimise(player.optimiser, player.scalars(move), movables);
      moved.forEach(({ parameter, slots }, n) => {
        parameters.set(player.parameters[n]!, player.project?.(parameter) ?? parameter);
        memory[index]![n] = slots as Tensor[];
      });
    });
    room.made(move);
  }
  return at;
}

/** Foresees, from what the first moves looked ahead take and keep for the way back, whether all of them fit. */
class RoomForMoves {
  readonly #moves: number;
  #before = 0;

  constructor(moves: number) {
    this.#moves = moves;
  }

  /** To be called after each move, from 1. The first may take more than the others, which are all alike. */
  made(move: number): void {
    if (move > 2) return;
    const { numBytes } = tf.memory();
    const needed = numBytes + (this.#moves - move) * (numBytes - this.#before);
    this.#before = numBytes;
    const budget = memoryBudget();
    if (move < 2 || budget === undefined || needed <= budget) return;
    throw new OutOfMemoryError(needed, budget, {
      remedy: 'Look fewer moves ahead, or choose a smaller batch or network.',
    });
  }
}
