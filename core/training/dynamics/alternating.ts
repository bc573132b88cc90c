import { integer } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import type { DynamicsKind } from './dynamics.ts';

/**
 * The lecture's update: every critic makes k moves on fresh batches, then each other player makes one against
 * the critics that have moved. Players without a rival simply move in turn.
 */
export const alternating: DynamicsKind = {
  label: 'Alternating',
  help: 'Critics move first, then the others answer to the moved critics. The usual way to train a GAN.',
  fields: {
    criticSteps: integer({
      label: 'Critic moves a step',
      help: 'Moves of the discriminator for each move of the generator. 5 for Wasserstein critics, else 1.',
      default: 1,
      min: 1,
      max: 100,
    }),
  },
  create(chosen) {
    const criticSteps = numberOf(chosen, 'criticSteps');
    return {
      drawsPerStep: (players) => (players.some((player) => player.critic) ? criticSteps : 1),
      step(moves) {
        const critics = moves.players.filter((player) => player.critic);
        const others = moves.players.filter((player) => !player.critic);
        const draws = critics.length > 0 ? criticSteps : 1;
        for (let draw = 0; draw < draws; draw++) {
          for (const critic of critics) moves.apply(moves.gradients(critic.name, draw));
        }
        for (const player of others) moves.apply(moves.gradients(player.name, draws - 1));
      },
    };
  },
};
