import type { DynamicsKind } from './dynamics.ts';

/** Every player takes its gradient at the same parameters, then all move at once. */
export const simultaneous: DynamicsKind = {
  label: 'Simultaneous',
  help: 'All players look first, then all move together. Simpler to analyse than to train with.',
  fields: {},
  create: () => ({
    drawsPerStep: () => 1,
    step(moves) {
      const gradients = moves.players.map((player) => moves.gradients(player.name, 0));
      for (const gradient of gradients) moves.apply(gradient);
    },
  }),
};
