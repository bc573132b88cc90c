import * as tf from '../../core/backend/tf.ts';
import type { LatentSpace } from '../../core/methods/game.ts';
import { normal, uniform } from '../../core/random/stream.ts';

/** `count` latents of a run, always the same for the same seed and stream, `[count, dimension]`. */
export function latentsOf(
  { dimension, prior }: LatentSpace,
  seed: number,
  stream: string,
  count: number,
): Float32Array {
  if (prior === 'normal') return normal(seed, stream, 0, count * dimension);
  return uniform(seed, stream, 0, count * dimension).map((u) => 2 * u - 1);
}

/** The points of a square grid over [-extent, extent]^2, `[side * side, 2]`, row by row from the bottom left. */
export function gridOf(extent: number, side: number): tf.Tensor2D {
  const points = new Float32Array(side * side * 2);
  const at = (index: number): number => extent * ((2 * index) / (side - 1) - 1);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) points.set([at(column), at(row)], 2 * (row * side + column));
  }
  return tf.tensor2d(points, [side * side, 2]);
}
