import { number } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import { criticsAmong, criticStepsField, drawsOfTurns, takeTurns } from './alternating.ts';
import type { DynamicsKind } from './dynamics.ts';

/**
 * Nagarajan & Kolter 2017, section 4: critics move as ever; the others descend
 * `L + eta |grad_critic L_critic|^2`, so that they seek points where the critics have no reason to move.
 */
export const gradientNorm: DynamicsKind = {
  label: 'Gradient norm',
  help: 'The generator also makes the discriminator’s gradient small: it looks one move ahead, and the game settles.',
  fields: {
    eta: number({
      label: 'Gradient norm weight',
      help: 'Weight of the squared length of the discriminator’s gradient in the generator’s loss.',
      default: 0.5,
      min: 0,
      max: 1000,
    }),
    criticSteps: criticStepsField,
  },
  card: {
    fails:
      'The generator may make the discriminator’s gradient vanish without matching the data, for instance where a saturated discriminator has none. Needs second-order gradients.',
    formula:
      '\\psi \\leftarrow \\psi - h \\nabla_\\psi L_D, \\quad \\theta \\leftarrow \\theta - h \\nabla_\\theta \\left( L_G + \\eta \\lVert \\nabla_\\psi L_D \\rVert^2 \\right)',
    paper: {
      title: 'Gradient descent GAN optimization is locally stable',
      authors: 'Nagarajan and Kolter',
      year: 2017,
      reference: 'arXiv:1706.04156',
    },
    source: 'core/training/dynamics/gradient-norm.ts',
  },
  create(chosen) {
    const weight = numberOf(chosen, 'eta');
    const turns = { criticSteps: numberOf(chosen, 'criticSteps'), generatorSteps: 1 };
    return {
      drawsPerStep: (players) => drawsOfTurns(players, turns),
      step: (moves) => takeTurns(moves, turns, { penalised: { players: criticsAmong(moves.players), weight } }),
    };
  },
  objection: (players) =>
    criticsAmong(players).length > 0
      ? undefined
      : 'this method has no critic whose gradient could be made small: choose alternating moves',
};
