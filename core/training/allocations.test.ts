import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import { catalogue } from '../catalogue.ts';
import { imageDataset } from '../data/images.ts';
import { loadDataset } from '../data/load.ts';
import { defaultSpec } from '../spec/defaults.ts';
import { defaultsOf } from '../spec/fields.ts';
import type { Schedule, Values } from '../spec/fields.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import { optimisers } from './optimisers/registry.ts';
import { Trainer } from './trainer.ts';

/** Steps between two looks at the heap. */
const window = 100;
/** Looks in a row that must find no growth: a collection or the compiler may spoil one. */
const enough = 10;
/** Steps until the compiler must be done with what makes a step. */
const most = 20_000;
/** Bytes a step: the smallest object takes 16, and the look itself 3. */
const nothing = 8;

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

const network = { kind: 'mlp', width: 4, depth: 1, activation: 'relu', norm: 'none' };

function small(method: string, dataset: string): RunSpec {
  const spec = defaultSpec(catalogue, method, dataset);
  const networks = Object.fromEntries(Object.keys(spec.networks).map((role) => [role, network]));
  return { ...spec, networks, batch: 6, ema: 0.9 };
}

const withOptions = (spec: RunSpec, options: Values): RunSpec => ({
  ...spec,
  options: { ...spec.options, ...options },
});

/** A set of pictures that an epoch, and so another permutation of them, does not soon end. */
const pictures = imageDataset({
  id: 'pictures',
  shape: [28, 28, 1],
  classes: 10,
  train: { pixels: new Uint8Array(784 * 4000).map((_, i) => i % 251), labels: new Uint8Array(4000) },
  test: { pixels: new Uint8Array(784), labels: new Uint8Array(1) },
});

const augment = Object.fromEntries(catalogue.augmentations.map(({ id, fields }) => [id, defaultsOf(fields)]));
const usual = (kind: string) => ({ ...defaultsOf(optimisers[kind]!.fields), kind });
/** A setting that is between its ends in every step. */
const scheduled = (schedule: Schedule['schedule']): Schedule => ({
  schedule,
  from: 1e-3,
  to: 1e-4,
  start: 0,
  end: most,
});
const falling = (kind: string, schedule: Schedule['schedule']) => ({
  ...usual(kind),
  learningRate: scheduled(schedule),
});

it.each<[string, RunSpec]>([
  ...['ring', 'grid', 'moons', 'swiss-roll'].map((data): [string, RunSpec] => [data, small('gan', data)]),
  [
    'ring, by other optimisers',
    { ...small('gan', 'ring'), optimisers: { generator: usual('rmsprop'), discriminator: usual('sgd') } },
  ],
  [
    'ring, with falling learning rates',
    {
      ...small('gan', 'ring'),
      optimisers: { generator: falling('adam', 'cosine'), discriminator: falling('adam', 'linear') },
    },
  ],
  [
    'ring, with other falling learning rates and a weight that falls',
    {
      ...withOptions(small('gan', 'ring'), { instanceNoise: scheduled('cosine') }),
      optimisers: { generator: falling('rmsprop', 'exponential'), discriminator: falling('optimistic-adam', 'cosine') },
    },
  ],
  ['mnist', small('vae', 'mnist')],
  ['mnist, augmented', { ...small('vae', 'mnist'), batch: 2, augment }],
])('a replayed step allocates nothing: %s', async (_, spec) => {
  const noFiles = () => Promise.reject(new Error('points need no files'));
  const dataset = spec.data.kind === 'mnist' ? pictures : await loadDataset(spec.data, noFiles);
  const trainer = Trainer.create(spec, dataset);
  while (trainer.completed < 8) {
    trainer.step();
    await trainer.settled();
  }
  expect(trainer.execution).toMatchObject({ mode: 'recorded' });
  const grown: number[] = [];
  let quiet = 0;
  while (quiet < enough && trainer.completed < most) {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < window; i++) trainer.step();
    grown.push((process.memoryUsage().heapUsed - before) / window);
    quiet = Math.abs(grown.at(-1)!) < nothing ? quiet + 1 : 0;
  }
  trainer.dispose();
  expect(quiet, `bytes a step: ${grown.slice(-enough).join(', ')}`).toBe(enough);
});
