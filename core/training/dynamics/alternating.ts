import { integer } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import type { DynamicsKind, LossChange, Mover, Moves, PlayerGradients } from './dynamics.ts';

export const criticStepsField = integer({
  label: 'Critic moves a step',
  help: 'Moves of the discriminator for each move of the generator. 5 for Wasserstein critics, else 1.',
  default: 1,
  min: 1,
  max: 100,
});

const fields = {
  criticSteps: criticStepsField,
  generatorSteps: integer({
    label: 'Generator moves a step',
    help: 'Moves of the generator after those of the discriminator, each on a fresh batch.',
    default: 1,
    min: 1,
    max: 100,
  }),
};

/** How often the critics and the others move in a step of alternating play. */
export interface Turns {
  readonly criticSteps: number;
  readonly generatorSteps: number;
}

const criticDraws = (players: readonly Mover[], { criticSteps }: Turns): number =>
  players.some(({ critic }) => critic) ? criticSteps : 1;

/** Draws of a step of alternating play: the first move of the others sees the batch of the critics' last. */
export const drawsOfTurns = (players: readonly Mover[], turns: Turns): number =>
  criticDraws(players, turns) + turns.generatorSteps - 1;

/** Critics make their moves, each on a draw of its own, then the others theirs, by losses that may be changed. */
export function takeTurns<G extends PlayerGradients, P>(moves: Moves<G, P>, turns: Turns, change?: LossChange): void {
  const critics = moves.players.filter((player) => player.critic);
  const others = moves.players.filter((player) => !player.critic);
  for (let draw = 0; draw < turns.criticSteps; draw++) {
    for (const critic of critics) moves.apply(moves.gradients(critic.name, draw));
  }
  const first = criticDraws(moves.players, turns) - 1;
  for (let move = 0; move < turns.generatorSteps; move++) {
    for (const player of others) moves.apply(moves.gradients(player.name, first + move, change));
  }
}

/** Names of the players that are critics. */
export const criticsAmong = (players: readonly Mover[]): string[] =>
  players.filter(({ critic }) => critic).map(({ name }) => name);

/**
 * The lecture's update: every critic makes k moves on fresh batches, then the other players make theirs against the
 * critics that have moved. Players without a rival simply move in turn.
 */
export const alternating: DynamicsKind = {
  label: 'Alternating',
  help: 'Critics move first, then the others answer to the moved critics. The usual way to train a GAN.',
  fields,
  card: {
    fails:
      'With constant step sizes it circles around the equilibrium instead of reaching it wherever the rotation of the game is stronger than its pull: a Dirac-GAN without a regulariser stays on its orbit for ever. Many critic moves make a saturating loss flat.',
    formula:
      '\\psi \\leftarrow \\psi - h \\nabla_\\psi L_D(\\theta, \\psi) \\;(k \\text{ times}), \\quad \\theta \\leftarrow \\theta - h \\nabla_\\theta L_G(\\theta, \\psi)',
    paper: {
      title: 'Generative Adversarial Networks',
      authors: 'Goodfellow et al.',
      year: 2014,
      reference: 'arXiv:1406.2661',
    },
    source: 'core/training/dynamics/alternating.ts',
  },
  create(chosen) {
    const turns: Turns = {
      criticSteps: numberOf(chosen, 'criticSteps'),
      // Specs that were stored before there was a choice have none.
      generatorSteps: numberOf({ generatorSteps: fields.generatorSteps.default, ...chosen }, 'generatorSteps'),
    };
    return {
      drawsPerStep: (players) => drawsOfTurns(players, turns),
      step: (moves) => takeTurns(moves, turns),
    };
  },
};
