import { expect, it } from 'vitest';
import { alternating } from './dynamics/alternating.ts';
import { simultaneous } from './dynamics/simultaneous.ts';
import { MoveCounts } from './move-counts.ts';

const players = [
  { name: 'discriminator', critic: true },
  { name: 'generator', critic: false },
];

it('counts by the step, from what there was when the run began', () => {
  const before = new Map([
    ['discriminator', 7],
    ['generator', 100],
  ]);
  const dynamics = alternating.create({ kind: 'alternating', criticSteps: 5 });
  const counts = new MoveCounts(dynamics, players, before, 20);
  expect([20, 21, 30].map((step) => counts.at('discriminator', step))).toEqual([7, 12, 57]);
  expect([20, 21, 30].map((step) => counts.at('generator', step))).toEqual([100, 101, 110]);
});

it('counts the generator’s moves, each after the critic’s on a draw of its own', () => {
  const none = new Map(players.map(({ name }) => [name, 0]));
  const dynamics = alternating.create({ kind: 'alternating', criticSteps: 2, generatorSteps: 3 });
  const counts = new MoveCounts(dynamics, players, none, 0);
  expect(players.map(({ name }) => [counts.perStep(name), counts.at(name, 2)])).toEqual([
    [2, 4],
    [3, 6],
  ]);
  const draws: [string, number][] = [];
  dynamics.step({
    players,
    gradients: (player, draw) => (draws.push([player, draw]), { player }),
    position: () => undefined,
    apply: () => undefined,
  });
  expect(draws.map(([player, draw]) => `${player[0]}${draw}`)).toEqual(['d0', 'd1', 'g1', 'g2', 'g3']);
  expect(dynamics.drawsPerStep(players)).toBe(4);
});

it('counts one move of each player in simultaneous play', () => {
  const none = new Map(players.map(({ name }) => [name, 0]));
  const counts = new MoveCounts(simultaneous.create({ kind: 'simultaneous' }), players, none, 0);
  expect(players.map(({ name }) => counts.at(name, 3))).toEqual([3, 3]);
});
