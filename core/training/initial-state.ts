import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import type { Game } from '../methods/game.ts';
import { drawInitial } from '../networks/initialisers.ts';
import type { ParameterDeclaration } from '../networks/network.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Optimiser } from './optimisers/optimiser.ts';
import { slotName, TrainingState } from './state.ts';

/** What decides which tensors a training state has. */
export interface StatePlan {
  readonly game: Game;
  readonly optimisers: ReadonlyMap<string, Optimiser>;
  /** Whether averaged parameters are kept. */
  readonly ema: boolean;
}

/** A checkpoint that does not fit the networks it should go into. */
export class RestoreError extends Error {
  constructor(
    readonly tensor: string,
    fault: string,
  ) {
    super(`the checkpoint does not fit: ${tensor} ${fault}`);
    this.name = 'RestoreError';
  }
}

/** The state at step 0: drawn parameters, empty slots. */
export function initialState(plan: StatePlan, seed: number): TrainingState {
  return fill(plan, (_, { declaration, kind }) =>
    kind === 'slot'
      ? tf.zeros(declaration.shape.slice())
      : tf.tensor(drawInitial(declaration, declaration.name, seed), declaration.shape.slice()),
  );
}

/** The state of a checkpoint. @throws RestoreError when a parameter is missing or has another shape. */
export function restoredState(plan: StatePlan, { tensors }: Checkpoint): TrainingState {
  return fill(plan, (name, { declaration, kind }) => {
    const source = tensors[name] ?? (kind === 'ema' ? tensors[`parameter/${declaration.name}`] : undefined);
    if (source === undefined) {
      if (kind === 'slot') return tf.zeros(declaration.shape.slice());
      throw new RestoreError(name, 'is missing');
    }
    if (source.shape.join() !== declaration.shape.join()) {
      throw new RestoreError(name, `has shape [${source.shape.join()}] instead of [${declaration.shape.join()}]`);
    }
    return tf.tensor(source.data, declaration.shape.slice());
  });
}

interface Wanted {
  readonly declaration: ParameterDeclaration;
  readonly kind: 'parameter' | 'buffer' | 'ema' | 'slot';
}

function fill(plan: StatePlan, make: (name: string, wanted: Wanted) => Tensor): TrainingState {
  const state = new TrainingState();
  try {
    for (const [name, wanted] of wantedBy(plan)) state.set(name, make(name, wanted));
  } catch (error) {
    state.dispose();
    throw error;
  }
  return state;
}

function* wantedBy({ game, optimisers, ema }: StatePlan): Generator<[string, Wanted]> {
  for (const network of game.networks) {
    const owner = game.players.find(({ owns }) => owns.includes(network.name));
    for (const declaration of network.parameters) {
      yield [`parameter/${declaration.name}`, { declaration, kind: 'parameter' }];
      if (ema && owner?.critic === false) yield [`ema/${declaration.name}`, { declaration, kind: 'ema' }];
      for (const slot of (owner && optimisers.get(owner.name)?.slots) ?? []) {
        yield [slotName(owner!.name, slot, declaration.name), { declaration, kind: 'slot' }];
      }
    }
    for (const declaration of network.buffers) {
      yield [`buffer/${declaration.name}`, { declaration, kind: 'buffer' }];
    }
  }
}
