import * as tf from '../../core/backend/tf.ts';
import { gradientOf } from '../../core/backend/gradients.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import type { Game, LatentSpace } from '../../core/methods/game.ts';
import type { Variables } from '../../core/networks/network.ts';
import { normalQuantile } from '../../core/random/normal-cdf.ts';
import { uniform } from '../../core/random/stream.ts';
import { GridDivergence } from '../../evaluation/measures/grid-divergence.ts';
import type { PointsFrame } from '../protocol/records.ts';
import { gridOf, latentsOf } from './frame-latents.ts';
import { histogramOf } from './histogram.ts';
import { take } from './use-abilities.ts';

const samples = 1024;
/** Arrows are drawn for the first points only: more would hide the picture. */
const arrows = 160;
const surfaceResolution = 48;
/** Lines of the warped grid in each direction. */
const warpLines = 17;
/** Points between real and generated ones at which the critic's slope is measured. */
const slopes = 256;
/** Cells a side of the divergences: few enough that the samples fill those that hold data. */
const divergenceSide = 24;

/** Draws the pictures of a game on points in the plane, from latents and examples that never change. */
export class PointsFrameMaker {
  readonly #game: Game;
  readonly #extent: number;
  readonly #latents: Float32Array;
  readonly #warp: Float32Array;
  readonly #rows: number;
  readonly #real: Float32Array;
  /** How far each point of the slopes lies on the way from the generated to the real one. */
  readonly #between: Float32Array;
  readonly #divergence: GridDivergence | undefined;

  constructor(game: Game, latent: LatentSpace, dataset: Dataset, seed: number) {
    this.#game = game;
    this.#extent = dataset.extent ?? 1;
    this.#latents = latentsOf(latent, seed, 'frame/latent', samples);
    this.#rows = latent.dimension > 1 ? warpLines : 1;
    this.#warp = warpLatents(latent, this.#rows);
    // A small set has fewer: the same ones then serve again, each time with another point between.
    const held = dataset.examples('test', 0, Math.min(slopes, dataset.count('test'))).x;
    this.#real = Float32Array.from({ length: 2 * slopes }, (_, i) => held[i % held.length]!);
    this.#between = uniform(seed, 'frame/between', 0, slopes);
    const grid = { extent: this.#extent, side: divergenceSide };
    if (dataset.cellMasses) this.#divergence = new GridDivergence(dataset.cellMasses(grid), grid);
  }

  /** Everything is computed before this returns; only reading it back may take longer. */
  async make(step: number, vars: Variables): Promise<PointsFrame> {
    const { sample, critic, sampleLoss, latent } = this.#game.abilities;
    const { dimension } = latent!;
    const generated = tf.tidy(() => sample!(vars, tf.tensor2d(this.#latents, [samples, dimension])));
    const warp = tf.tidy(() => sample!(vars, tf.tensor2d(this.#warp, [this.#rows * warpLines, dimension])));
    const pushed = sampleLoss
      ? tf.tidy(() => {
          const first = tf.slice(generated, [0, 0], [arrows, 2]);
          return tf.neg(gradientOf((x) => sampleLoss(vars, x), first));
        })
      : undefined;
    const surface = critic ? tf.tidy(() => critic(vars, gridOf(this.#extent, surfaceResolution))) : undefined;
    const slope = critic ? tf.tidy(() => this.#slopes((x) => critic(vars, x), generated)) : undefined;
    const weights = this.#criticParameters().map((name) => vars.get(name).data<'float32'>());
    const [points, warped, arrowed, values, steepness, ...parameters] = await Promise.all([
      take(generated),
      take(warp),
      pushed && take(pushed),
      surface && take(surface),
      slope && take(slope),
      ...weights,
    ]);
    return {
      kind: 'points',
      step,
      extent: this.#extent,
      samples: points,
      warp: { columns: warpLines, rows: this.#rows, points: warped },
      ...(arrowed && { arrows: arrowed }),
      ...(values && { surface: { resolution: surfaceResolution, values } }),
      ...(steepness && { gradientNorms: histogramOf([normsOf(steepness)], false) }),
      ...(parameters.length > 0 && { weights: histogramOf(parameters, true) }),
      ...(this.#divergence && { divergence: this.#divergence.ofPoints(points) }),
    };
  }

  /** Gradients of the critic by its input at points between real and generated ones, `[slopes, 2]`. */
  #slopes(critic: (x: tf.Tensor) => tf.Tensor, generated: tf.Tensor): tf.Tensor {
    const real = tf.tensor2d(this.#real, [slopes, 2]);
    const fake = tf.slice(generated, [0, 0], [slopes, 2]);
    const share = tf.tensor2d(this.#between, [slopes, 1]);
    return gradientOf(critic, tf.add(fake, tf.mul(share, tf.sub(real, fake))));
  }

  /** Names of the parameters that the critic owns. */
  #criticParameters(): readonly string[] {
    const owned = this.#game.players.filter(({ critic }) => critic).flatMap(({ owns }) => owns);
    return this.#game.networks
      .filter(({ name }) => owned.includes(name))
      .flatMap(({ parameters }) => parameters.map(({ name }) => name));
  }
}

/** Lengths of vectors `[n, 2]`. */
function normsOf(vectors: Float32Array): Float32Array {
  return Float32Array.from({ length: vectors.length / 2 }, (_, i) => Math.hypot(vectors[2 * i]!, vectors[2 * i + 1]!));
}

/** Latents on a grid over the first two dimensions, even in the prior's probability; the others are 0, its mean. */
function warpLatents({ dimension, prior }: LatentSpace, rows: number): Float32Array {
  const along = Array.from({ length: warpLines }, (_, line) => {
    const p = (line + 0.5) / warpLines;
    return prior === 'normal' ? normalQuantile(p) : 2 * p - 1;
  });
  const out = new Float32Array(rows * warpLines * dimension);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < warpLines; column++) {
      const at = (row * warpLines + column) * dimension;
      out[at] = along[column]!;
      if (dimension > 1) out[at + 1] = along[row]!;
    }
  }
  return out;
}
