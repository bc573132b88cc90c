import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Dataset } from '../data/dataset.ts';
import type { Game } from '../methods/game.ts';
import { normal, uniform } from '../random/stream.ts';
import type { RunSpec } from '../spec/run-spec.ts';

const streams = { normal, uniform };

/** What chance gives to one round of updates: a batch of data and the game's noise. */
export interface Draw {
  readonly real: Tensor;
  readonly labels: Tensor | undefined;
  readonly noise: Readonly<Record<string, Tensor>>;
}

/** The draws of one step, each made when first asked for: pure functions of the seed and their number in the run. */
export class Draws {
  readonly #game: Pick<Game, 'noise'>;
  readonly #dataset: Dataset;
  readonly #spec: Pick<RunSpec, 'seed' | 'batch'>;
  readonly #first: number;
  readonly #made = new Map<number, Draw>();

  /** `first` is the number in the run of this step's draw 0. */
  constructor(game: Pick<Game, 'noise'>, dataset: Dataset, spec: Pick<RunSpec, 'seed' | 'batch'>, first: number) {
    this.#game = game;
    this.#dataset = dataset;
    this.#spec = spec;
    this.#first = first;
  }

  at(draw: number): Draw {
    let made = this.#made.get(draw);
    if (made === undefined) {
      made = this.#make(this.#first + draw);
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

  #make(index: number): Draw {
    const { seed, batch } = this.#spec;
    const { x, labels } = this.#dataset.batch(seed, index, batch);
    const noise = Object.entries(this.#game.noise).map(([name, { kind, shape }]) => {
      const size = shape.reduce((product, length) => product * length, batch);
      return [name, tf.tensor(streams[kind](seed, `noise/${name}`, index, size), [batch, ...shape])] as const;
    });
    return {
      real: tf.tensor(x, [batch, ...this.#dataset.shape]),
      labels: this.#dataset.classes > 0 ? tf.tensor1d(labels, 'int32') : undefined,
      noise: Object.fromEntries(noise),
    };
  }
}
