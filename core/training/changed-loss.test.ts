import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import * as tf from '../backend/tf.ts';
import { catalogue, objectionsTo } from '../catalogue.ts';
import type { Dataset } from '../data/dataset.ts';
import { loadDataset } from '../data/load.ts';
import { methodOf } from '../methods/registry.ts';
import { normal } from '../random/stream.ts';
import { defaultSpec } from '../spec/defaults.ts';
import type { Chosen } from '../spec/fields.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { Draws } from './draws.ts';
import type { LossChange } from './dynamics/dynamics.ts';
import { dynamics } from './dynamics/registry.ts';
import { initialState } from './initial-state.ts';
import { Monitor } from './monitor.ts';
import { MoveCounts } from './move-counts.ts';
import { optimisers } from './optimisers/registry.ts';
import { PlayerMoves } from './player-moves.ts';

// A player's gradient is the slope of its loss, whatever a dynamics has done to that loss: with a gradient penalty among the
// terms it is one of third order.

let ring: Dataset;

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
  ring = await loadDataset(defaultSpec(catalogue, 'gan', 'ring').data, () => Promise.reject(new Error('no files')));
});

/** Smooth networks, and steps of imagined moves large enough to be felt. */
function smooth(spec: RunSpec, norm = 'none'): RunSpec {
  const network: Chosen = { kind: 'mlp', width: 5, depth: 1, activation: 'softplus', norm };
  const networks = Object.fromEntries(Object.keys(spec.networks).map((role) => [role, network]));
  const adam = { kind: 'adam', learningRate: 0.5, beta1: 0.5, beta2: 0.9, epsilon: 1 };
  const chosen = Object.fromEntries(Object.keys(spec.optimisers).map((player) => [player, adam]));
  return { ...spec, data: defaultSpec(catalogue, 'gan', 'ring').data, networks, optimisers: chosen, batch: 6, ema: 0 };
}

/** The slope of the generator's changed loss in a direction: by its gradient, which is so long, and by differences. */
async function slopesOf(
  spec: RunSpec,
  change: LossChange,
): Promise<{ byGradient: number; byDifferences: number; length: number }> {
  const game = methodOf(spec.method).build(spec, ring);
  const created = new Map(
    game.players.map(({ name }) => [name, optimisers[spec.optimisers[name]!.kind]!.create(spec.optimisers[name]!)]),
  );
  const state = initialState({ game, optimisers: created, ema: false }, 5);
  const zero = new Map(game.players.map(({ name }) => [name, 0]));
  const counts = new MoveCounts(dynamics['simultaneous']!.create({ kind: 'simultaneous' }), game.players, zero, 0);
  const draws = new Draws(game, ring, spec, { step: 0, perStep: 1 });
  const monitor = new Monitor();
  const moves = new PlayerMoves({ game, spec, state, optimisers: created, counts, monitor }, draws, 0);
  const { gradients } = moves.gradients('generator', 0, change);
  const directions = Object.entries(gradients).map(([name, gradient], index) => {
    const start = Float32Array.from(state.get(`parameter/${name}`).dataSync());
    return { name, start, slope: Float32Array.from(gradient.dataSync()), along: normal(7, name, index, gradient.size) };
  });
  let [byGradient, squares] = [0, 0];
  for (const { slope, along } of directions) {
    slope.forEach((value, i) => (byGradient += value * along[i]!));
    squares += slope.reduce((sum, value) => sum + value * value, 0);
  }
  const lossAt = async (distance: number): Promise<number> => {
    for (const { name, start, along } of directions) {
      const key = `parameter/${name}`;
      const there = start.map((value, i) => value + distance * along[i]!);
      state.set(key, tf.tensor(there, state.get(key).shape));
    }
    moves.gradients('generator', 0, change);
    const values = await monitor.read(0);
    return values['generator/loss']! + (values['generator/gradient-term'] ?? 0);
  };
  const step = 2 ** -9;
  const [up, down, farUp, farDown] = [
    await lossAt(step),
    await lossAt(-step),
    await lossAt(2 * step),
    await lossAt(-2 * step),
  ];
  moves.dispose();
  monitor.dispose();
  draws.dispose();
  state.dispose();
  const byDifferences = (8 * (up - down) - (farUp - farDown)) / (12 * step);
  return { byGradient, byDifferences, length: Math.sqrt(squares) };
}

const cards = catalogue.objectives.filter(
  ({ kind }) => kind === 'objective' || kind === 'regulariser' || kind === 'method',
);
const specs = [
  ...cards.map(({ kind, id, preset }) => [`${kind} ${id}`, smooth(preset.spec)] as const),
  ...['batch', 'layer'].map((norm) => [`${norm} norm`, smooth(defaultSpec(catalogue, 'gan', 'ring'), norm)] as const),
].filter(([, spec]) => 'discriminator' in spec.optimisers && objectionsTo(spec).length === 0);

const changes: readonly [string, LossChange][] = [
  ['penalised', { penalised: { players: ['discriminator', 'generator'], weight: 0.5 } }],
  ['unrolled', { unrolled: { players: ['discriminator'], moves: 2 } }],
];

describe.each(changes)('the gradient of the generator’s %s loss is its slope', (_, change) => {
  // Power iteration takes its vectors for constants, which those of imagined weights are not.
  const exact = specs.filter(([, { options }]) => !(change.unrolled && options['spectralNorm'] === true));
  it.each(exact)('with %s', async (_, spec) => {
    const before = tf.memory().numTensors;
    const { byGradient, byDifferences, length } = await slopesOf(spec, change);
    expect(tf.memory().numTensors).toBe(before);
    expect(length).toBeGreaterThan(1e-3);
    expect(Math.abs(byGradient - byDifferences)).toBeLessThan(0.01 * length + 1e-4);
  });
});
