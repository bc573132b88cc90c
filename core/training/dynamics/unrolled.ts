import { integer } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import { criticsAmong, criticStepsField, drawsOfTurns, takeTurns } from './alternating.ts';
import type { DynamicsKind } from './dynamics.ts';

/**
 * Unrolled GANs (Metz et al. 2017, eq. 8 to 10): critics move as ever; the others descend their loss against the critics as
 * they would be after K more moves by their own optimisers on the same draw, and the gradient goes through those moves.
 */
export const unrolled: DynamicsKind = {
  label: 'Unrolled',
  help: 'The generator answers to the discriminator that its move will meet, K moves ahead, and no longer chases the present one.',
  fields: {
    unrollSteps: integer({
      label: 'Moves looked ahead',
      help: 'Imagined moves of the discriminator that the generator’s gradient goes through. Time and memory grow with it.',
      default: 5,
      min: 1,
      max: 100,
    }),
    criticSteps: criticStepsField,
  },
  card: {
    fails:
      'Time and memory grow with the moves looked ahead; few of them do not help on harder data. With optimisers that divide by the size of gradients the way back through the moves can explode.',
    formula:
      '\\theta \\leftarrow \\theta - h \\nabla_\\theta L_G(\\theta, \\psi^K(\\theta)), \\quad \\psi^{k+1} = \\psi^k - h \\nabla_\\psi L_D(\\theta, \\psi^k)',
    paper: {
      title: 'Unrolled Generative Adversarial Networks',
      authors: 'Metz, Poole, Pfau and Sohl-Dickstein',
      year: 2017,
      reference: 'arXiv:1611.02163',
    },
    source: 'core/training/dynamics/unrolled.ts',
  },
  create(chosen) {
    const ahead = numberOf(chosen, 'unrollSteps');
    const turns = { criticSteps: numberOf(chosen, 'criticSteps'), generatorSteps: 1 };
    return {
      drawsPerStep: (players) => drawsOfTurns(players, turns),
      step: (moves) => takeTurns(moves, turns, { unrolled: { players: criticsAmong(moves.players), moves: ahead } }),
    };
  },
  objection: (players) =>
    criticsAmong(players).length > 0
      ? undefined
      : 'this method has no critic whose moves could be looked ahead to: choose alternating moves',
};
