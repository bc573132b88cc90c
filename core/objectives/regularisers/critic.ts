import type { Tensor } from '../../backend/tf.ts';

/** A discriminator or critic: `[batch, ...shape]` to one number per example, examples apart from one another. */
export type Critic = (x: Tensor) => Tensor;
