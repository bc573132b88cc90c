import * as tf from '../../tf.ts';
import type { Lowerings } from '../lowering.ts';

/** Kernels that only look at the same data in another way. tfjs's own copy it, for every tensor kept for a gradient. */
export const views: Lowerings = {
  [tf.Identity]: (emitter, { x }) => emitter.view(x!, x!.shape),
  [tf.Reshape]: (emitter, { x }, { shape }) => {
    const size = tf.util.sizeFromShape(x!.shape);
    return emitter.view(x!, tf.util.inferFromImplicitShape(shape as number[], size));
  },
};
