import { number } from '../../spec/fields.ts';
import { numberOf } from '../../spec/values.ts';
import type { DynamicsKind } from './dynamics.ts';
import { moveTogether } from './simultaneous.ts';

/**
 * Consensus optimisation (Mescheder, Nowozin & Geiger 2017, algorithm 2): with v the gradients of all players' losses,
 * each in its own parameters, player i moves by `grad_i L_i + gamma grad_i |v|^2 / 2`, all at once. The second term bends
 * a rotating field towards the point where no player wants to move.
 */
export const consensus: DynamicsKind = {
  label: 'Consensus',
  help: 'All move together, each also towards where nobody wants to move: the rotation around an equilibrium becomes a spiral into it.',
  fields: {
    gamma: number({
      label: 'Consensus weight',
      help: 'Weight of the pull towards points where all gradients vanish. Too large and players rest at any such point, good or bad.',
      default: 10,
      min: 0,
      max: 1000,
    }),
  },
  card: {
    fails:
      'Every point where the gradients vanish attracts, saddle points and maxima of a player’s loss included. A step costs second-order gradients, and on large networks the term has to be small to be stable.',
    formula: 'w \\leftarrow w - h \\left( v(w) + \\gamma \\nabla_w \\tfrac12 \\lVert v(w) \\rVert^2 \\right)',
    paper: {
      title: 'The Numerics of GANs',
      authors: 'Mescheder, Nowozin and Geiger',
      year: 2017,
      reference: 'arXiv:1705.10461',
    },
    source: 'core/training/dynamics/consensus.ts',
  },
  create(chosen) {
    const weight = numberOf(chosen, 'gamma') / 2;
    return {
      drawsPerStep: () => 1,
      step(moves) {
        const players = moves.players.map(({ name }) => name);
        moveTogether(moves, 0, { change: { penalised: { players, weight } } });
      },
    };
  },
  objection: (players) =>
    players.length > 1 ? undefined : 'one player has nobody to find a consensus with: choose alternating moves',
};
