import type { Tensor } from '../backend/tf.ts';
import { buildNetwork } from '../networks/architectures/registry.ts';
import type { Network, Variables } from '../networks/network.ts';
import type { RoleCard } from '../spec/catalogue.ts';
import type { Chosen } from '../spec/fields.ts';
import { fromTanhRange, generatorOutput } from './data-range.ts';
import type { DataShape } from './game.ts';

export const generatorRole: RoleCard = {
  label: 'Generator',
  help: 'Turns a latent vector into a sample.',
  architectures: ['dcgan', 'mlp'],
};

/** A network that makes samples of vectors `[batch, inputs]`. */
export interface Generator {
  readonly network: Network;
  /** Samples `[batch, ...shape]` in the range of `toTanhRange`, as discriminators see them. */
  readonly generate: (vars: Variables, z: Tensor) => Tensor;
  /** Samples in the data's own range, images in [0, 1]. */
  readonly sample: (vars: Variables, z: Tensor) => Tensor;
}

/** The network `generator` of a spec. */
export function generatorOf(networks: Readonly<Record<string, Chosen>>, inputs: number, data: DataShape): Generator {
  const network = buildNetwork(networks['generator']!, { name: 'generator', from: [inputs], to: data.shape });
  const generate = (vars: Variables, z: Tensor): Tensor => generatorOutput(network.apply(vars, z), data);
  return { network, generate, sample: (vars, z) => fromTanhRange(generate(vars, z), data) };
}
