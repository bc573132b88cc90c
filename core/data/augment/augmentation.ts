import { uniform } from '../../random/stream.ts';
import type { AugmentationCard } from '../../spec/catalogue.ts';
import type { Fields, ValuesOf } from '../../spec/fields.ts';
import type { AffineMap } from './affine.ts';

/** Moves the pixels of an image. Those that follow each other are composed, so that pixels are interpolated once. */
export interface Geometric<F extends Fields = Fields> {
  readonly card: AugmentationCard<F>;
  /** Uniform numbers that each example takes. */
  readonly drawsEach: number;
  /**
   * Writes where the pixels of one example are taken from. Its numbers begin at `draws[at]`.
   *
   * @param map Leaves everything where it is, until something is written.
   */
  place(map: AffineMap, values: ValuesOf<F>, draws: Float32Array, at: number): void;
}

/** Changes the values of examples where they are. */
export interface Pointwise<F extends Fields = Fields> {
  readonly card: AugmentationCard<F>;
  /** Makes what changes batches of examples of this shape, with room that it uses again and again. */
  create(values: ValuesOf<F>, shape: readonly number[]): Alteration;
}

/**
 * Changes the first `count` examples of `x` in place; images stay in [0, 1]. What chance gives is a function of the seed
 * and the number of the batch alone.
 */
export type Alteration = (x: Float32Array, count: number, seed: number, index: number) => void;

/** One way to change training examples by chance. One file in this folder declares one. */
export type Augmentation<F extends Fields = Fields> = Geometric<F> | Pointwise<F>;

export const isGeometric = (augmentation: Augmentation): augmentation is Geometric => 'place' in augmentation;

/** The stream of an augmentation: those of others do not move when one is added or left out. */
export const streamOf = (id: string): string => `augment/${id}`;

/** Draws `each` uniform numbers in [0, 1) for every example of a batch, into room that is used again. */
export function uniformDraws(id: string, each: number): (seed: number, index: number, count: number) => Float32Array {
  const stream = streamOf(id);
  let room = new Float32Array();
  return (seed, index, count) => {
    if (room.length !== count * each) room = new Float32Array(count * each);
    return uniform(seed, stream, index, count * each, 0, room);
  };
}

/** A uniform number in [0, 1) as one in [-most, most). */
export const spread = (draw: number, most: number): number => most * (2 * draw - 1);

/** A number as one in [0, 1]. */
export const clamp = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);

/** Values of one example. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
