import * as tf from '../../backend/tf.ts';
import type { Layer } from './layer.ts';

/**
 * Looks rows up in a table: int32 indices `[batch]` in [0, count) to `[batch, width]`.
 * Parameter `table` `[count, width]`, from N(0, 1) as in PyTorch's Embedding.
 */
export const embedding = (count: number, width: number): Layer => ({
  kind: 'embedding',
  parameters: [{ name: 'table', shape: [count, width], initialiser: { kind: 'normal', std: 1 } }],
  buffers: [],
  // By a product, not by gathering rows: the gradient's own gradient is then a product too, which any step can be made of.
  apply: (vars, prefix, x) => tf.matMul(tf.oneHot(x, count, 1, 0, 'float32'), vars.get(`${prefix}/table`)),
});
