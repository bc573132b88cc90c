import { randomNumbers } from '../backend/fused/random.ts';
import { stepTensor } from '../backend/program/step-tensor.ts';
import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Batch, Dataset } from '../data/dataset.ts';
import type { Game } from '../methods/game.ts';
import type { RunSpec } from '../spec/run-spec.ts';

/** What chance gives to one round of updates: a batch of data and the game's noise. */
export interface Draw {
  readonly real: Tensor;
  readonly labels: Tensor | undefined;
  readonly noise: Readonly<Record<string, Tensor>>;
}

/** Where a step's draws lie in the run: draw d of step s has the number `s perStep + d`. */
export interface DrawNumbers {
  readonly step: number;
  readonly perStep: number;
}

/** The draws of one step, each made when first asked for: pure functions of the seed and their number in the run. */
export class Draws {
  readonly #game: Pick<Game, 'noise'>;
  readonly #dataset: Dataset;
  readonly #spec: Pick<RunSpec, 'seed' | 'batch'>;
  readonly #numbers: DrawNumbers;
  readonly #made = new Map<number, Draw>();

  constructor(
    game: Pick<Game, 'noise'>,
    dataset: Dataset,
    spec: Pick<RunSpec, 'seed' | 'batch'>,
    numbers: DrawNumbers,
  ) {
    this.#game = game;
    this.#dataset = dataset;
    this.#spec = spec;
    this.#numbers = numbers;
  }

  at(draw: number): Draw {
    let made = this.#made.get(draw);
    if (made === undefined) {
      // A step that is given up half-way through a draw leaves nothing of it.
      made = tf.tidy(() => ({ ...this.#make(draw) }));
      this.#made.set(draw, made);
    }
    return made;
  }

  dispose(): void {
    for (const { real, labels, noise } of this.#made.values()) {
      tf.dispose([real, ...(labels ? [labels] : []), ...Object.values(noise)]);
    }
    this.#made.clear();
  }

  #make(draw: number): Draw {
    const { seed, batch } = this.#spec;
    const { step, perStep } = this.#numbers;
    const dataset = this.#dataset;
    const drawAt = (at: number): number => at * perStep + draw;
    const batchAt = latest((at, before?: Batch) => dataset.batch(seed, drawAt(at), batch, before));
    const noise = Object.entries(this.#game.noise).map(([name, { kind, shape }]) => {
      const stream = { kind, seed, name: `noise/${name}` };
      return [name, randomNumbers(stream, drawAt, step, [batch, ...shape])] as const;
    });
    return {
      real: stepTensor((at, into) => into.set(batchAt(at).x), step, [batch, ...dataset.shape]),
      labels:
        dataset.classes > 0
          ? stepTensor((at, into) => into.set(batchAt(at).labels), step, [batch], 'int32')
          : undefined,
      noise: Object.fromEntries(noise),
    };
  }
}

/** The same function, which remembers its latest value, to make the next one of: data and labels of a batch come together. */
function latest<T>(compute: (step: number, before?: T) => T): (step: number) => T {
  let known: number | undefined;
  let value: T | undefined;
  return (step) => {
    if (known !== step) {
      value = compute(step, value);
      known = step;
    }
    return value!;
  };
}
