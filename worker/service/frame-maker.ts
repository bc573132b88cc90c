import * as tf from '../../core/backend/tf.ts';
import { gradientOf } from '../../core/backend/gradients.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import type { Abilities, LatentSpace } from '../../core/methods/game.ts';
import type { Variables } from '../../core/networks/network.ts';
import { normal, uniform } from '../../core/random/stream.ts';
import type { Frame, ImagesFrame, PointsFrame } from '../protocol/records.ts';
import { take } from './use-abilities.ts';

const pointSamples = 1024;
/** Arrows are drawn for the first points only: more would hide the picture. */
const arrows = 160;
const surfaceResolution = 48;
const imageSamples = 64;
const reconstructionSamples = 16;
const planeSide = 15;
/** Half-width of the latent plane in prior standard deviations. */
const planeExtent = 2.5;

/** `count` latents of a run, always the same for the same seed and stream, `[count, dimension]`. */
function latentsOf({ dimension, prior }: LatentSpace, seed: number, stream: string, count: number): Float32Array {
  if (prior === 'normal') return normal(seed, stream, 0, count * dimension);
  return uniform(seed, stream, 0, count * dimension).map((u) => 2 * u - 1);
}

/** Draws the pictures of a run from latents and examples that never change. */
export class FrameMaker {
  readonly #abilities: Abilities;
  readonly #dataset: Dataset;
  readonly #latents: Float32Array | undefined;
  readonly #originals: Float32Array | undefined;

  constructor(abilities: Abilities, dataset: Dataset, seed: number) {
    this.#abilities = abilities;
    this.#dataset = dataset;
    const count = dataset.shape.length === 1 ? pointSamples : imageSamples;
    if (abilities.latent) this.#latents = latentsOf(abilities.latent, seed, 'frame/latent', count);
    if (abilities.reconstruct && dataset.shape.length === 3) {
      this.#originals = dataset.examples('test', 0, reconstructionSamples).x;
    }
  }

  /** Undefined for games that cannot sample. */
  async make(step: number, vars: Variables): Promise<Frame | undefined> {
    const { sample, latent } = this.#abilities;
    if (!sample || !latent || !this.#latents) return undefined;
    const samples = tf.tidy(() => sample(vars, tf.tensor2d(this.#latents!, [this.#count, latent.dimension])));
    return this.#dataset.shape.length === 1 ? this.#points(step, vars, samples) : this.#images(step, vars, samples);
  }

  get #count(): number {
    return this.#latents!.length / this.#abilities.latent!.dimension;
  }

  async #points(step: number, vars: Variables, samples: tf.Tensor): Promise<PointsFrame> {
    const { critic, sampleLoss } = this.#abilities;
    const extent = this.#dataset.extent ?? 1;
    const pushed = sampleLoss
      ? tf.tidy(() => {
          const first = tf.slice(samples, [0, 0], [arrows, 2]);
          return tf.neg(gradientOf((x) => sampleLoss(vars, x), first));
        })
      : undefined;
    const surface = critic ? tf.tidy(() => critic(vars, gridOf(extent, surfaceResolution))) : undefined;
    return {
      kind: 'points',
      step,
      extent,
      samples: await take(samples),
      ...(pushed && { arrows: await take(pushed) }),
      ...(surface && { surface: { resolution: surfaceResolution, values: await take(surface) } }),
    };
  }

  async #images(step: number, vars: Variables, samples: tf.Tensor): Promise<ImagesFrame> {
    const [height, width, channels] = this.#dataset.shape as [number, number, number];
    const { reconstruct, sample, latent } = this.#abilities;
    const originals = this.#originals;
    const outputs =
      reconstruct && originals
        ? tf.tidy(() => reconstruct(vars, tf.tensor(originals, [reconstructionSamples, ...this.#dataset.shape])))
        : undefined;
    const plane =
      sample && latent?.dimension === 2 ? tf.tidy(() => sample(vars, gridOf(planeExtent, planeSide))) : undefined;
    return {
      kind: 'images',
      step,
      height,
      width,
      channels,
      samples: toBytes(await take(samples)),
      ...(outputs &&
        originals && { reconstructions: { originals: toBytes(originals), outputs: toBytes(await take(outputs)) } }),
      ...(plane && { plane: { side: planeSide, images: toBytes(await take(plane)) } }),
    };
  }
}

/** The points of a square grid over [-extent, extent]^2, `[side * side, 2]`, row by row from the bottom left. */
function gridOf(extent: number, side: number): tf.Tensor2D {
  const points = new Float32Array(side * side * 2);
  const at = (index: number): number => extent * ((2 * index) / (side - 1) - 1);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) points.set([at(column), at(row)], 2 * (row * side + column));
  }
  return tf.tensor2d(points, [side * side, 2]);
}

const toBytes = (x: Float32Array): Uint8Array =>
  Uint8Array.from(x, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
