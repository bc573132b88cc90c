import type { Dynamics, Mover } from './dynamics/dynamics.ts';

/**
 * How many moves each player has made, as a function of the step: a replayed step asks for the same numbers again at
 * another step. Counts need not follow from the step alone, since a run may have begun under other dynamics.
 */
export class MoveCounts {
  readonly #perStep: ReadonlyMap<string, number>;
  readonly #before: ReadonlyMap<string, number>;
  readonly #firstStep: number;

  /** @param before Moves of each player in the first `firstStep` steps. */
  constructor(dynamics: Dynamics, players: readonly Mover[], before: ReadonlyMap<string, number>, firstStep: number) {
    this.#perStep = movesPerStep(dynamics, players);
    this.#before = before;
    this.#firstStep = firstStep;
  }

  /** Moves of a player in one step. */
  perStep(player: string): number {
    return this.#perStep.get(player)!;
  }

  /** Moves of a player in the first `step` steps. */
  at(player: string, step: number): number {
    return this.#before.get(player)! + this.#perStep.get(player)! * (step - this.#firstStep);
  }
}

/** Moves of each player in a step: what a dynamics does never depends on the gradients. */
function movesPerStep(dynamics: Dynamics, players: readonly Mover[]): ReadonlyMap<string, number> {
  const counts = new Map(players.map(({ name }) => [name, 0]));
  dynamics.step({
    players,
    gradients: (player) => ({ player }),
    position: () => undefined,
    apply: ({ player }) => counts.set(player, counts.get(player)! + 1),
  });
  return counts;
}
