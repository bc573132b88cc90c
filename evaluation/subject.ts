import * as tf from '../core/backend/tf.ts';
import type { Tensor } from '../core/backend/tf.ts';
import type { Dataset } from '../core/data/dataset.ts';
import type { Abilities, Game, LatentSpace } from '../core/methods/game.ts';
import type { Variables } from '../core/networks/network.ts';
import { normal, uniform } from '../core/random/stream.ts';
import type { Subject, Watch } from './metric.ts';
import { Pace } from './pace.ts';

export interface SubjectOptions {
  readonly game: Pick<Game, 'abilities'>;
  /** The parameters to measure: live or averaged. They must not move until the evaluation has ended. */
  readonly vars: Variables;
  readonly dataset: Dataset;
  /** uint32, the run's seed. */
  readonly seed: number;
  /** Examples in one pass; it bounds memory and changes no result but by rounding. 250 by default. */
  readonly batchSize?: number;
}

/**
 * A game's abilities as functions of plain arrays. Passes have one shape throughout, the last one filled up, so that
 * buffers and pipelines are used again. Sample i has the latent at element i of the stream `evaluation/latent`.
 */
export function subjectOf({ game, vars, dataset, seed, batchSize = 250 }: SubjectOptions): Subject {
  const { abilities } = game;
  const size = dataset.shape.reduce((product, length) => product * length, 1);

  /** Runs `pass(start)` for each batch and writes the first rows of its outputs `[batchSize, ...]` one after another. */
  async function inBatches(
    count: number,
    widths: readonly number[],
    watch: Watch | undefined,
    pass: (start: number) => readonly Tensor[],
  ): Promise<Float32Array[]> {
    const pace = new Pace(watch?.signal ?? new AbortController().signal);
    const outputs = widths.map((width) => new Float32Array(count * width));
    for (let start = 0; start < count; start += batchSize) {
      await pace.turn();
      const rows = Math.min(batchSize, count - start);
      const tensors = tf.tidy(() => pass(start).slice());
      try {
        const data = await Promise.all(tensors.map((tensor) => tensor.data()));
        data.forEach((values, k) => outputs[k]!.set(values.subarray(0, rows * widths[k]!), start * widths[k]!));
      } finally {
        tf.dispose(tensors);
      }
      watch?.progress((start + rows) / count);
    }
    return outputs;
  }

  /** Rows [start, start + batchSize) of the examples, black past their end. */
  function examples(x: Float32Array, start: number): Tensor {
    const filled = new Float32Array(batchSize * size);
    filled.set(x.subarray(start * size, (start + batchSize) * size));
    return tf.tensor(filled, [batchSize, ...dataset.shape]);
  }

  return {
    abilities: new Set((Object.keys(abilities) as (keyof Abilities)[]).filter((name) => abilities[name] !== undefined)),
    dataset,
    async sample(count, watch) {
      const sample = required(abilities.sample, 'sample');
      const latent = required(abilities.latent, 'latent');
      const pass = (start: number) => [sample(vars, priorDraws(latent, seed, start, batchSize))];
      return (await inBatches(count, [size], watch, pass))[0]!;
    },
    async reconstruct(x, watch) {
      const reconstruct = required(abilities.reconstruct, 'reconstruct');
      const pass = (start: number) => [reconstruct(vars, examples(x, start))];
      return (await inBatches(x.length / size, [size], watch, pass))[0]!;
    },
    async elbo(x, watch) {
      const elbo = required(abilities.elbo, 'elbo');
      const { dimension } = required(abilities.latent, 'latent');
      const pass = (start: number) => {
        const epsilon = normal(seed, 'evaluation/epsilon', 0, batchSize * dimension, start * dimension);
        const parts = elbo(vars, examples(x, start), tf.tensor2d(epsilon, [batchSize, dimension]));
        return [parts.negativeLogLikelihood, parts.kl];
      };
      const [negativeLogLikelihood, kl] = await inBatches(x.length / size, [1, 1], watch, pass);
      return { negativeLogLikelihood: negativeLogLikelihood!, kl: kl! };
    },
  };
}

/** Latents of samples [start, start + count), `[count, dimension]`. */
function priorDraws({ dimension, prior }: LatentSpace, seed: number, start: number, count: number): Tensor {
  const [size, first] = [count * dimension, start * dimension];
  const z =
    prior === 'normal'
      ? normal(seed, 'evaluation/latent', 0, size, first)
      : uniform(seed, 'evaluation/latent', 0, size, first).map((u) => 2 * u - 1);
  return tf.tensor2d(z, [count, dimension]);
}

function required<T>(ability: T | undefined, name: string): T {
  if (ability === undefined) throw new Error(`This method has no ability to ${name}.`);
  return ability;
}
