import * as tf from '../../backend/tf.ts';
import { plainLayer } from './layer.ts';
import type { Layer } from './layer.ts';

/**
 * The largest of each group of neighbouring units: `[batch, width * pieces]` to `[batch, width]`. After a dense layer
 * each unit is the maximum of `pieces` linear maps, a convex function that is learnt. Goodfellow et al. 2013
 * (arXiv:1302.4389), section 3.
 */
export const maxout = (pieces: number): Layer =>
  plainLayer('maxout', (x) => tf.max(tf.reshape(x, [x.shape[0], -1, pieces]), 2));
