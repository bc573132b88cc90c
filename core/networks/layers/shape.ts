import * as tf from '../../backend/tf.ts';
import { plainLayer } from './layer.ts';
import type { Layer } from './layer.ts';

/** `[batch, ...shape]` to `[batch, size]`, row-major. */
export const flatten = (): Layer => plainLayer('flatten', (x) => tf.reshape(x, [x.shape[0], -1]));

/** `[batch, ...]` to `[batch, ...shape]`, row-major. */
export const reshape = (shape: readonly number[]): Layer =>
  plainLayer('reshape', (x) => tf.reshape(x, [x.shape[0], ...shape]));
