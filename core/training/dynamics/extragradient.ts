import type { DynamicsKind } from './dynamics.ts';
import { moveTogether } from './simultaneous.ts';

/**
 * The extragradient method (Korpelevich 1976): all move to a point ahead, take their gradients there on a fresh draw, and
 * move by those from where they were. Optimisers remember both moves, as in extra-Adam (Gidel et al. 2019, algorithm 4).
 */
export const extragradient: DynamicsKind = {
  label: 'Extragradient',
  help: 'All players try a move together, look again from there, and make that second move from where they were.',
  fields: {},
  card: {
    fails:
      'Every step costs two gradients. It turns rotation into a slow spiral inwards, with steps small against the speed of the rotation; noise of small batches keeps it at a distance.',
    formula: '\\tilde w = w - h \\, v(w), \\quad w \\leftarrow w - h \\, v(\\tilde w)',
    paper: {
      title: 'A Variational Inequality Perspective on Generative Adversarial Networks',
      authors: 'Gidel, Berard, Vignoud, Vincent and Lacoste-Julien',
      year: 2019,
      reference: 'arXiv:1802.10551',
    },
    source: 'core/training/dynamics/extragradient.ts',
  },
  create: () => ({
    drawsPerStep: () => 2,
    step(moves) {
      const from = moves.players.map(({ name }) => moves.position(name));
      moveTogether(moves, 0);
      moveTogether(moves, 1, { from });
    },
  }),
};
