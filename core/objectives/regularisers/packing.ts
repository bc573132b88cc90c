import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';

/** The shape of `count` examples judged together: side by side on the last axis. */
export const packedShape = (shape: readonly number[], count: number): readonly number[] => [
  ...shape.slice(0, -1),
  shape.at(-1)! * count,
];

/**
 * Joins the examples of a batch in groups: `[batch, ...shape]` to `[batch / count, ..., count * last]`. Group i holds
 * examples i, i + batch / count, ...: those of one batch are drawn apart, so any grouping will do.
 * Lin et al. 2018 (arXiv:1712.04086), section 3. @throws Error when the batch does not divide.
 */
export const pack = (x: Tensor, count: number): Tensor => (count === 1 ? x : tf.concat(tf.split(x, count, 0), -1));

/** Each example packed with copies of itself, so that it can be judged alone: `[batch, ..., count * last]`. */
export const packCopies = (x: Tensor, count: number): Tensor =>
  count === 1 ? x : tf.concat(Array<Tensor>(count).fill(x), -1);

export const packingCard: CardText = {
  id: 'pack',
  label: 'Packing (PacGAN)',
  help: 'The discriminator sees several examples at once. A generator that always makes the same few gives itself away, because groups of its samples look too much alike.',
  fails:
    'A batch gives fewer groups, so the discriminator learns from fewer cases and needs more capacity; large packs slow it down.',
  formula: String.raw`d(x_1, \dots, x_m) \;\text{against}\; d(G(z_1), \dots, G(z_m))`,
  paper: {
    title: 'PacGAN: The power of two samples in generative adversarial networks',
    authors: 'Lin, Khetan, Fanti, Oh',
    year: 2018,
    reference: 'arXiv:1712.04086',
  },
  source: 'core/objectives/regularisers/packing.ts',
};
