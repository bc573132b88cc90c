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
  apply: (vars, prefix, x) => tf.gather(vars.get(`${prefix}/table`), x),
});
