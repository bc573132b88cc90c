import type { DynamicsKind, LossChange, Moves, PlayerGradients } from './dynamics.ts';

/** Every player takes its gradient at the same parameters and draws, then all move, from the positions where given. */
export function moveTogether<G extends PlayerGradients, P>(
  moves: Moves<G, P>,
  draw: number,
  { change, from }: { readonly change?: LossChange; readonly from?: readonly P[] } = {},
): void {
  const gradients = moves.players.map((player) => moves.gradients(player.name, draw, change));
  gradients.forEach((gradient, index) => moves.apply(gradient, from?.[index]));
}

/** Every player takes its gradient at the same parameters, then all move at once. */
export const simultaneous: DynamicsKind = {
  label: 'Simultaneous',
  help: 'All players look first, then all move together. Simpler to analyse than to train with.',
  fields: {},
  card: {
    fails:
      'On a game that only rotates, such as x y, every step leads outwards: the distance from the equilibrium grows by the root of 1 + h², however small the step h is.',
    formula: 'w \\leftarrow w - h \\, v(w), \\quad v = (\\nabla_\\theta L_G, \\nabla_\\psi L_D)',
    paper: {
      title: 'Which Training Methods for GANs do actually Converge?',
      authors: 'Mescheder, Geiger and Nowozin',
      year: 2018,
      reference: 'arXiv:1801.04406',
    },
    source: 'core/training/dynamics/simultaneous.ts',
  },
  create: () => ({
    drawsPerStep: () => 1,
    step: (moves) => moveTogether(moves, 0),
  }),
};
