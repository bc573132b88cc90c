import { defaultsOf } from '../../spec/fields.ts';
import type { Chosen } from '../../spec/fields.ts';
import type { Network } from '../network.ts';
import type { Architecture, NetworkRequest } from './architecture.ts';
import { dcgan } from './dcgan.ts';
import { mlp } from './mlp.ts';

export type { Architecture, NetworkRequest } from './architecture.ts';

/** Every architecture, in the order in which forms list them. */
export const architectures: readonly Architecture[] = [mlp, dcgan];

/** The architecture of that id. @throws Error that lists the ids when there is none. */
function architectureOf(id: string): Architecture {
  const found = architectures.find((architecture) => architecture.id === id);
  if (!found) {
    const known = architectures.map((architecture) => architecture.id).join(', ');
    throw new Error(`There is no architecture "${id}"; there are: ${known}.`);
  }
  return found;
}

/**
 * The network that a spec chose for a role; fields it leaves out take their defaults.
 * @throws Error when the architecture is unknown or cannot join the shapes.
 */
export function buildNetwork(chosen: Chosen, request: Omit<NetworkRequest, 'values'>): Network {
  const { kind, ...values } = chosen;
  const architecture = architectureOf(kind);
  return architecture.build({ ...request, values: { ...defaultsOf(architecture.fields), ...values } });
}
