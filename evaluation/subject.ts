import * as tf from '../core/backend/tf.ts';
import type { Tensor } from '../core/backend/tf.ts';
import type { Dataset } from '../core/data/dataset.ts';
import type { Abilities, Game, LatentSpace } from '../core/methods/game.ts';
import type { Variables } from '../core/networks/network.ts';
import { normal, uniform } from '../core/random/stream.ts';
import { logWeightsOf } from './log-weights.ts';
import { likeliest } from './measures/proportion.ts';
import type { LinearGaussian, Subject, Watch } from './metric.ts';
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
    watch: Watch | undefined,
    pass: (start: number) => readonly Tensor[],
  ): Promise<Float32Array[]> {
    const pace = new Pace(watch?.signal ?? new AbortController().signal);
    let outputs: Float32Array[] | undefined;
    for (let start = 0; start < count; start += batchSize) {
      await pace.turn();
      const rows = Math.min(batchSize, count - start);
      const tensors = tf.tidy(() => pass(start).slice());
      try {
        const widths = tensors.map((tensor) => tensor.size / batchSize);
        outputs ??= widths.map((width) => new Float32Array(count * width));
        const data = await Promise.all(tensors.map((tensor) => tensor.data()));
        data.forEach((values, k) => outputs![k]!.set(values.subarray(0, rows * widths[k]!), start * widths[k]!));
      } finally {
        tf.dispose(tensors);
      }
      watch?.progress((start + rows) / count);
    }
    return outputs ?? [];
  }

  /** Rows [start, start + batchSize) of the examples, black past their end. */
  function examples(x: Float32Array, start: number): Tensor {
    const filled = new Float32Array(batchSize * size);
    filled.set(x.subarray(start * size, (start + batchSize) * size));
    return tf.tensor(filled, [batchSize, ...dataset.shape]);
  }

  /** What `pass` makes of examples, batch by batch. */
  const ofExamples = (
    x: Float32Array,
    watch: Watch | undefined,
    pass: (x: Tensor, start: number) => readonly Tensor[],
  ) => inBatches(x.length / size, watch, (start) => pass(examples(x, start), start));

  /** Standard normal draws for the examples [start, start + batchSize), those of `step` of a stream. */
  function draws(stream: string, step: number, start: number): Float32Array {
    const { dimension } = required(abilities.latent, 'latent');
    return normal(seed, stream, step, batchSize * dimension, start * dimension);
  }

  /** The largest logit's number for each example. */
  async function likeliestOf(
    x: Float32Array,
    logits: (vars: Variables, x: Tensor) => Tensor,
    watch: Watch | undefined,
  ): Promise<Int32Array> {
    const values = one(await ofExamples(x, watch, (batch) => [logits(vars, batch)]));
    return likeliest(values, (values.length * size) / x.length);
  }

  return {
    abilities: new Set((Object.keys(abilities) as (keyof Abilities)[]).filter((name) => abilities[name] !== undefined)),
    ...(abilities.likelihood && { likelihood: abilities.likelihood }),
    dataset,
    async sample(count, watch, first = 0) {
      const sample = required(abilities.sample, 'sample');
      const latent = required(abilities.latent, 'latent');
      const pass = (start: number) => [sample(vars, priorDraws(latent, seed, first + start, batchSize))];
      return one(await inBatches(count, watch, pass));
    },
    async reconstruct(x, watch) {
      const reconstruct = required(abilities.reconstruct, 'reconstruct');
      return one(await ofExamples(x, watch, (batch) => [reconstruct(vars, batch)]));
    },
    async elbo(x, watch, example = 0) {
      const elbo = required(abilities.elbo, 'elbo');
      const [negativeLogLikelihood, kl] = await ofExamples(x, watch, (batch, start) => {
        const { dimension } = required(abilities.latent, 'latent');
        const epsilon = tf.tensor2d(draws('evaluation/epsilon', 0, example + start), [batchSize, dimension]);
        const parts = elbo(vars, batch, epsilon);
        return [parts.negativeLogLikelihood, parts.kl];
      });
      return { negativeLogLikelihood: negativeLogLikelihood!, kl: kl! };
    },
    async encode(x, watch) {
      const encode = required(abilities.encode, 'encode');
      return one(await ofExamples(x, watch, (batch) => [encode(vars, batch)]));
    },
    async posterior(x, watch) {
      const posterior = required(abilities.posterior, 'posterior');
      const [mean, logVariance] = await ofExamples(x, watch, (batch) => {
        const { mean, logVariance } = posterior(vars, batch);
        return [mean, logVariance];
      });
      return { mean: mean!, logVariance: logVariance! };
    },
    async logWeights(x, { first, count, example = 0 }, watch) {
      const logWeight = required(abilities.logWeight, 'logWeight');
      const weighed = {
        ...{ abilities: { ...abilities, logWeight }, vars, batchSize, count: x.length / size },
        dimension: required(abilities.latent, 'latent').dimension,
        examples: (start: number) => examples(x, start),
        epsilon: (draw: number, start: number) => draws('evaluation/importance', draw, example + start),
      };
      return logWeightsOf(weighed, { first, count }, watch);
    },
    async sampleClass(labels, watch) {
      const sampleClass = required(abilities.sampleClass, 'sample a class');
      const latent = required(abilities.latent, 'latent');
      const pass = (start: number) => {
        const wanted = new Int32Array(batchSize);
        wanted.set(labels.subarray(start, start + batchSize));
        return [sampleClass(vars, priorDraws(latent, seed, start, batchSize), tf.tensor1d(wanted, 'int32'))];
      };
      return one(await inBatches(labels.length, watch, pass));
    },
    classify: async (x, watch) => likeliestOf(x, required(abilities.classify, 'classify'), watch),
    cluster: async (x, watch) => likeliestOf(x, required(abilities.cluster, 'cluster'), watch),
    async anomalyScore(x, watch) {
      const anomalyScore = required(abilities.anomalyScore, 'anomalyScore');
      return one(await ofExamples(x, watch, (batch) => [anomalyScore(vars, batch)]));
    },
    async linearGaussian() {
      const { std } = required(abilities.linearGaussian, 'linearGaussian');
      const decode = required(abilities.decode, 'decode');
      const { dimension } = required(abilities.latent, 'latent');
      return { ...(await affineMap((z) => decode(vars, z), dimension, size)), std };
    },
  };
}

const one = (outputs: Float32Array[]): Float32Array => outputs[0] ?? new Float32Array(0);

/** Offset and columns of an affine map of `dimension` numbers to `size`: what it makes of 0 and of the unit vectors. */
async function affineMap(
  map: (z: Tensor) => Tensor,
  dimension: number,
  size: number,
): Promise<Pick<LinearGaussian, 'weights' | 'offset'>> {
  const images = tf.tidy(() => map(tf.concat([tf.zeros([1, dimension]), tf.eye(dimension)], 0)));
  try {
    const values = await images.data();
    const offset = Float64Array.from(values.subarray(0, size));
    const weights = Float64Array.from(
      { length: size * dimension },
      (_, at) =>
        values[((at % dimension) + 1) * size + Math.floor(at / dimension)]! - offset[Math.floor(at / dimension)]!,
    );
    return { weights, offset };
  } finally {
    images.dispose();
  }
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
