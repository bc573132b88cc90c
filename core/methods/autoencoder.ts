import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { buildNetwork } from '../networks/architectures/registry.ts';
import type { Network, Variables } from '../networks/network.ts';
import type { RoleCard } from '../spec/catalogue.ts';
import type { Chosen } from '../spec/fields.ts';
import { integer } from '../spec/fields.ts';
import { fromTanhRange, generatorOutput, toTanhRange } from './data-range.ts';
import type { Abilities, DataShape } from './game.ts';

/** The options and roles of a method whose discriminator is an autoencoder. */
export const autoencoderOptions = (codeDimension: number) => ({
  codeDimension: integer({
    label: 'Code dimension',
    help: 'Numbers that the discriminator squeezes an example into before it rebuilds it.',
    default: codeDimension,
    min: 1,
    max: 512,
  }),
});

export const autoencoderRoles: Readonly<Record<'encoder' | 'decoder', RoleCard>> = {
  encoder: {
    label: 'Encoder of the discriminator',
    help: 'Squeezes an example into a code.',
    architectures: ['dcgan', 'mlp'],
  },
  decoder: {
    label: 'Decoder of the discriminator',
    help: 'Rebuilds the example from its code.',
    architectures: ['dcgan', 'mlp'],
  },
};

/** Two networks that rebuild examples, both in the range of `toTanhRange`. */
export interface Autoencoder {
  readonly networks: readonly Network[];
  /** `[batch, ...shape]` to codes `[batch, codeDimension]`. */
  readonly encode: (vars: Variables, x: Tensor) => Tensor;
  readonly decode: (vars: Variables, code: Tensor) => Tensor;
  /** Rebuilds examples in the data's own range, images in [0, 1]. */
  readonly reconstruct: (vars: Variables, x: Tensor) => Tensor;
}

/** The networks `encoder` and `decoder` of a spec. */
export function autoencoderOf(
  networks: Readonly<Record<string, Chosen>>,
  codeDimension: number,
  data: DataShape,
): Autoencoder {
  const encoder = buildNetwork(networks['encoder']!, { name: 'encoder', from: data.shape, to: [codeDimension] });
  const decoder = buildNetwork(networks['decoder']!, { name: 'decoder', from: [codeDimension], to: data.shape });
  const encode = (vars: Variables, x: Tensor): Tensor => encoder.apply(vars, x);
  const decode = (vars: Variables, code: Tensor): Tensor => generatorOutput(decoder.apply(vars, code), data);
  return {
    networks: [encoder, decoder],
    encode,
    decode,
    reconstruct: (vars, x) => fromTanhRange(decode(vars, encode(vars, toTanhRange(x, data))), data),
  };
}

/**
 * What a game can do whose discriminator is an autoencoder.
 * @param errors How badly it rebuilds examples that are in the range of `toTanhRange`, `[batch]`.
 */
export const autoencoderAbilities = (
  autoencoder: Autoencoder,
  errors: (vars: Variables, x: Tensor) => Tensor,
  data: DataShape,
): Pick<Abilities, 'reconstruct' | 'critic' | 'sampleLoss'> => ({
  reconstruct: autoencoder.reconstruct,
  // High on data, as of every critic: the error is low there.
  critic: (vars, x) => tf.neg(errors(vars, toTanhRange(x, data))),
  sampleLoss: (vars, x) => errors(vars, toTanhRange(x, data)),
});
