import type { Scalar } from '../../backend/tf.ts';
import { catalogue } from '../../catalogue.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { Game, Player } from '../../methods/game.ts';
import type { Network } from '../../networks/network.ts';
import { defaultSpec } from '../../spec/defaults.ts';
import type { Chosen } from '../../spec/fields.ts';
import type { RunSpec } from '../../spec/run-spec.ts';
import { Trainer } from '../trainer.ts';

/** A player's loss as a function of the generator's number and the critic's. */
export type NumberLoss = (theta: Scalar, psi: Scalar) => Scalar;

export interface NumberGame {
  readonly critic: NumberLoss;
  readonly generator: NumberLoss;
  /** Where theta and psi start. */
  readonly start: readonly [number, number];
  readonly project?: NonNullable<Player['project']>;
}

const noData: Dataset = {
  id: 'nothing',
  shape: [1],
  classes: 0,
  count: () => Infinity,
  batch: () => ({ x: new Float32Array(1), labels: new Int32Array() }),
  examples: (_, __, count) => ({ x: new Float32Array(count), labels: new Int32Array() }),
};

const number = (name: string, value: number): Network => ({
  name,
  parameters: [{ name: `${name}/x`, shape: [], initialiser: { kind: 'constant', value } }],
  buffers: [],
  apply: (_, x) => x,
});

function gameOf({ critic, generator, start, project }: NumberGame): Game {
  const player = (name: string, loss: NumberLoss, isCritic: boolean): Player => ({
    name,
    owns: [name],
    critic: isCritic,
    loss: ({ vars }) => ({
      total: loss(vars.get('generator/x') as Scalar, vars.get('discriminator/x') as Scalar),
      parts: {},
    }),
  });
  return {
    networks: [number('generator', start[0]), number('discriminator', start[1])],
    noise: {},
    signals: {},
    players: [
      { ...player('discriminator', critic, true), ...(project && { project }) },
      player('generator', generator, false),
    ],
    abilities: {},
  };
}

/** A run of a game of two numbers, both players by the same optimiser. */
export function playNumbers(game: NumberGame, dynamics: Chosen, optimiser: Chosen): Trainer {
  const base = defaultSpec(catalogue, 'gan', 'ring');
  const spec: RunSpec = {
    ...base,
    batch: 1,
    dynamics,
    optimisers: { discriminator: optimiser, generator: optimiser },
  };
  return Trainer.play(gameOf(game), spec, noData);
}

/** theta and psi after every so many steps of a run, with the start; disposes of the run. */
export async function pathOf(
  trainer: Trainer,
  steps: number,
  every = 1,
): Promise<readonly (readonly [number, number])[]> {
  const path: [number, number][] = [];
  for (let step = 0; step <= steps; step++) {
    if (step > 0) trainer.step();
    if (step < 6) await trainer.settled();
    if (step % every !== 0) continue;
    const { tensors } = await trainer.checkpoint();
    path.push([tensors['parameter/generator/x']!.data[0]!, tensors['parameter/discriminator/x']!.data[0]!]);
  }
  trainer.dispose();
  return path;
}
