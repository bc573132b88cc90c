import type { ArchitectureCard } from '../../spec/catalogue.ts';
import type { Values } from '../../spec/fields.ts';
import type { Network } from '../network.ts';

/** What a method asks of an architecture: `from` and `to` are shapes of one example, without the batch. */
export interface NetworkRequest {
  /** The network's name in the game, e.g. `generator`. */
  readonly name: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** A value for each of the architecture's fields. */
  readonly values: Values;
}

/** A family of networks between shapes: `[64]` to `[28, 28, 1]` is a generator, the reverse an encoder or discriminator. */
export interface Architecture extends ArchitectureCard {
  /** Why it cannot join two shapes, in words for the person who chose it; undefined when it can. */
  objection(from: readonly number[], to: readonly number[]): string | undefined;
  /** @throws Error with the objection when there is one. */
  build(request: NetworkRequest): Network;
}

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** A shape as people write it: `28 x 28 x 1`. */
export const describeShape = (shape: readonly number[]): string => shape.join(' x ');
