import { expect, it } from 'vitest';
import { alternating } from './dynamics/alternating.ts';
import { dynamics } from './dynamics/registry.ts';
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
  const made = alternating.create({ kind: 'alternating', criticSteps: 5 });
  const counts = new MoveCounts(made, players, before, 20);
  expect([20, 21, 30].map((step) => counts.at('discriminator', step))).toEqual([7, 12, 57]);
  expect([20, 21, 30].map((step) => counts.at('generator', step))).toEqual([100, 101, 110]);
});

it('counts the generator’s moves, each after the critic’s on a draw of its own', () => {
  const none = new Map(players.map(({ name }) => [name, 0]));
  const made = alternating.create({ kind: 'alternating', criticSteps: 2, generatorSteps: 3 });
  const counts = new MoveCounts(made, players, none, 0);
  expect(players.map(({ name }) => [counts.perStep(name), counts.at(name, 2)])).toEqual([
    [2, 4],
    [3, 6],
  ]);
  const draws: [string, number][] = [];
  made.step({
    players,
    gradients: (player, draw) => (draws.push([player, draw]), { player }),
    position: () => undefined,
    apply: () => undefined,
  });
  expect(draws.map(([player, draw]) => `${player[0]}${draw}`)).toEqual(['d0', 'd1', 'g1', 'g2', 'g3']);
  expect(made.drawsPerStep(players)).toBe(4);
});

it.each(Object.entries(dynamics))(
  '%s sees each of the draws that it asks for, the second look another',
  (kind, moves) => {
    const counts = Object.fromEntries(Object.keys(moves.fields).map((name) => [name, 3]));
    const made = moves.create({ kind, ...counts });
    const seen = new Set<number>();
    made.step({
      players,
      gradients: (player, draw) => (seen.add(draw), { player }),
      position: () => undefined,
      apply: () => undefined,
    });
    expect([...seen].sort()).toEqual(Array.from({ length: made.drawsPerStep(players) }, (_, draw) => draw));
  },
);

it('counts one move of each player in simultaneous play', () => {
  const none = new Map(players.map(({ name }) => [name, 0]));
  const counts = new MoveCounts(simultaneous.create({ kind: 'simultaneous' }), players, none, 0);
  expect(players.map(({ name }) => counts.at(name, 3))).toEqual([3, 3]);
});
