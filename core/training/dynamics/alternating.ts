import { integer } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import type { DynamicsKind, Mover } from './dynamics.ts';

const fields = {
  criticSteps: integer({
    label: 'Critic moves a step',
    help: 'Moves of the discriminator for each move of the generator. 5 for Wasserstein critics, else 1.',
    default: 1,
    min: 1,
    max: 100,
  }),
  generatorSteps: integer({
    label: 'Generator moves a step',
    help: 'Moves of the generator after those of the discriminator, each on a fresh batch.',
    default: 1,
    min: 1,
    max: 100,
  }),
};

/**
 * The lecture's update: every critic makes k moves on fresh batches, then the other players make theirs against the
 * critics that have moved. Their first move sees the batch of the critics' last. Players without a rival simply move in
 * turn.
 */
export const alternating: DynamicsKind = {
  label: 'Alternating',
  help: 'Critics move first, then the others answer to the moved critics. The usual way to train a GAN.',
  fields,
  create(chosen) {
    const criticSteps = numberOf(chosen, 'criticSteps');
    // Specs that were stored before there was a choice have none.
    const generatorSteps = numberOf({ generatorSteps: fields.generatorSteps.default, ...chosen }, 'generatorSteps');
    const criticDraws = (players: readonly Mover[]): number => (players.some(({ critic }) => critic) ? criticSteps : 1);
    return {
      drawsPerStep: (players) => criticDraws(players) + generatorSteps - 1,
      step(moves) {
        const critics = moves.players.filter((player) => player.critic);
        const others = moves.players.filter((player) => !player.critic);
        for (let draw = 0; draw < criticSteps; draw++) {
          for (const critic of critics) moves.apply(moves.gradients(critic.name, draw));
        }
        const first = criticDraws(moves.players) - 1;
        for (let move = 0; move < generatorSteps; move++) {
          for (const player of others) moves.apply(moves.gradients(player.name, first + move));
        }
      },
    };
  },
};
