import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { DataShape } from './game.ts';

/** Images have rank 3, points rank 1. */
export const isImage = (data: Pick<DataShape, 'shape'>): boolean => data.shape.length === 3;

/** Images from [0, 1] to the [-1, 1] of tanh outputs; points as they are. */
export const toTanhRange = (x: Tensor, data: Pick<DataShape, 'shape'>): Tensor =>
  isImage(data) ? tf.sub(tf.mul(x, 2), 1) : x;

/** The inverse of `toTanhRange`. */
export const fromTanhRange = (x: Tensor, data: Pick<DataShape, 'shape'>): Tensor =>
  isImage(data) ? tf.mul(tf.add(x, 1), 0.5) : x;

/** The last nonlinearity of a generator: tanh for images, none for points. */
export const generatorOutput = (x: Tensor, data: Pick<DataShape, 'shape'>): Tensor => (isImage(data) ? tf.tanh(x) : x);
