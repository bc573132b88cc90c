/** Helpers of this folder's tests: a game's losses on tensors that the test chose. */
import * as tf from '../backend/tf.ts';
import type { Tensor } from '../backend/tf.ts';
import { randomVariables, variablesOf } from '../networks/testing.ts';
import type { TestVariables } from '../networks/testing.ts';
import type { Game, Loss } from './game.ts';
import { SignalTable } from '../training/signal-table.ts';
import type { Values } from '../spec/fields.ts';

/** Variables of all networks of a game, from draws; buffers at their declared constants. */
export const gameVariables = (game: Game, scale = 0.5): Record<string, Tensor> =>
  Object.assign({}, ...game.networks.map((network) => randomVariables(network, scale))) as Record<string, Tensor>;

interface Round {
  readonly vars: TestVariables;
  loss(player: string): Loss;
  get(signal: string): Tensor;
}

/** One update of a game at given parameters, data and noise. */
export function roundOf(
  game: Game,
  options: Values,
  values: Readonly<Record<string, Tensor>>,
  draw: { readonly real: Tensor; readonly labels?: Tensor; readonly noise: Readonly<Record<string, Tensor>> },
): Round {
  const vars = variablesOf(values);
  const signals = new SignalTable(game, vars, { labels: undefined, ...draw }, options, 0);
  return {
    vars,
    loss: (name) => game.players.find((player) => player.name === name)!.loss(signals),
    get: (name) => signals.get(name),
  };
}

export const numberIn = (x: Tensor): number => tf.tidy(() => x.dataSync()[0]!);
