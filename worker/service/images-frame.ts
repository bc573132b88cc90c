import * as tf from '../../core/backend/tf.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import type { Abilities, LatentSpace } from '../../core/methods/game.ts';
import type { Variables } from '../../core/networks/network.ts';
import type { ImagesFrame } from '../protocol/records.ts';
import { gridOf, latentsOf } from './frame-latents.ts';
import { take } from './use-abilities.ts';

const samples = 64;
const reconstructions = 16;
const planeSide = 15;
/** Half-width of the latent plane in prior standard deviations. */
const planeExtent = 2.5;

/** Draws the pictures of a game on images, from latents and examples that never change. */
export class ImagesFrameMaker {
  readonly #abilities: Abilities;
  readonly #shape: readonly [height: number, width: number, channels: number];
  readonly #latents: Float32Array;
  readonly #originals: Float32Array | undefined;

  constructor(abilities: Abilities, latent: LatentSpace, dataset: Dataset, seed: number) {
    this.#abilities = abilities;
    this.#shape = dataset.shape as [number, number, number];
    this.#latents = latentsOf(latent, seed, 'frame/latent', samples);
    if (abilities.reconstruct) {
      const count = Math.min(reconstructions, dataset.count('test'));
      this.#originals = dataset.examples('test', 0, count).x;
    }
  }

  /** Everything is computed before this returns; only reading it back may take longer. */
  async make(step: number, vars: Variables): Promise<ImagesFrame> {
    const [height, width, channels] = this.#shape;
    const { reconstruct, sample, latent } = this.#abilities;
    const { dimension } = latent!;
    const originals = this.#originals;
    const generated = tf.tidy(() => sample!(vars, tf.tensor2d(this.#latents, [samples, dimension])));
    const remade =
      reconstruct && originals
        ? tf.tidy(() =>
            reconstruct(vars, tf.tensor(originals, [originals.length / (height * width * channels), ...this.#shape])),
          )
        : undefined;
    const plane = dimension === 2 ? tf.tidy(() => sample!(vars, gridOf(planeExtent, planeSide))) : undefined;
    const [images, outputs, decoded] = await Promise.all([
      take(generated),
      remade && take(remade),
      plane && take(plane),
    ]);
    return {
      kind: 'images',
      step,
      height,
      width,
      channels,
      samples: toBytes(images),
      ...(outputs && originals && { reconstructions: { originals: toBytes(originals), outputs: toBytes(outputs) } }),
      ...(decoded && { plane: { side: planeSide, images: toBytes(decoded) } }),
    };
  }
}

const toBytes = (x: Float32Array): Uint8Array =>
  Uint8Array.from(x, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
