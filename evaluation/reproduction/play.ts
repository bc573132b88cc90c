import type { Dataset } from '../../core/data/dataset.ts';
import type { Game } from '../../core/methods/game.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import { SPEC_VERSION } from '../../core/spec/run-spec.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { Trainer } from '../../core/training/trainer.ts';

/** What of a spec a game of an experiment's own depends on. */
export interface PlaySettings {
  readonly dynamics: Chosen;
  readonly optimisers: Readonly<Record<string, Chosen>>;
  readonly batch: number;
  readonly steps: number;
  readonly seed: number;
}

/** A trainer of a game that no method declares. */
export function trainerOf(game: Game, dataset: Dataset, settings: PlaySettings): Trainer {
  const spec: RunSpec = {
    version: SPEC_VERSION,
    method: 'experiment',
    options: {},
    data: { kind: dataset.id },
    networks: {},
    ...settings,
    ema: 0,
    arithmetic: 'reproducible',
    evaluation: { every: 0, samples: 0 },
  };
  return Trainer.play(game, spec, dataset);
}

/** Steps that are sure to have been written down: the program may be ready after them. */
const recordedAfter = 4;

/**
 * Makes the steps up to number `until`. `look` is called after every `every` steps, and may take its time.
 * @throws the signal's reason; NonFiniteError.
 */
export async function play(
  trainer: Trainer,
  until: number,
  { every, look, signal }: { every: number; look: (step: number) => Promise<void>; signal: AbortSignal },
): Promise<void> {
  while (trainer.completed < until) {
    trainer.step();
    const { completed } = trainer;
    if (completed === recordedAfter) await trainer.settled();
    if (completed % every === 0 || completed === until) {
      signal.throwIfAborted();
      await look(completed);
    }
  }
}
