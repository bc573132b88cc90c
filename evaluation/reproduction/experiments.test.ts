import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import type { Values } from '../../core/spec/fields.ts';
import { parseValues } from '../../core/spec/parse-values.ts';
import type { Experiment } from './experiment.ts';
import { experiments } from './registry.ts';

/** As little work as each allows. */
const least: Readonly<Record<string, Values>> = {
  dirac: {},
  'optimal-discriminator': { objective: 'minimax', steps: 10 },
  'f-gan-mixture': { divergence: 'jeffrey', steps: 10 },
  consensus: { seeds: 1, steps: 10 },
  metz: { only: 'r1', steps: 20 },
  pacgan: { seeds: 1, steps: 10 },
  'critic-constraint': { steps: 10 },
};

const optionsOf = ({ id, fields }: Experiment): Values => parseValues(fields, least[id]!);

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

describe.each(experiments)('$id', (experiment) => {
  it('reports what it measured, each figure once, as JSON can hold it', async () => {
    const told: number[] = [];
    const report = await experiment.run({
      options: optionsOf(experiment),
      signal: new AbortController().signal,
      progress: (fraction) => Promise.resolve(void told.push(fraction)),
    });
    const names = report.rows.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    expect(report.rows.filter(({ measured }) => !Number.isFinite(measured))).toEqual([]);
    expect(report.passed).toBe(report.rows.every(({ passed }) => passed ?? true));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1) ?? 1).toBeLessThanOrEqual(1);
  });

  it('has a time, a source and a claim to show in a list', () => {
    expect(experiment.seconds).toBeGreaterThan(0);
    expect(experiment.claim).not.toBe('');
    expect(experiment.source).toMatch(/20\d\d/);
  });
});

it('draws every discriminator that stands for a chance of data in one picture', { timeout: 60_000 }, async () => {
  const best = experiments.find(({ id }) => id === 'optimal-discriminator')!;
  const { curves } = await best.run({
    options: { ...optionsOf(best), objective: 'all' },
    signal: new AbortController().signal,
    progress: () => Promise.resolve(),
  });
  const { best: ideal, ...trained } = curves!.y;
  expect(Object.keys(trained)).toHaveLength(12);
  expect(ideal!.every((chance) => chance > 0 && chance < 1)).toBe(true);
  for (const [id, chances] of Object.entries(trained))
    expect([id, chances.length, chances.every((chance) => chance >= 0 && chance <= 1)]).toEqual([
      id,
      ideal!.length,
      true,
    ]);
});

it('stops when it is told to', async () => {
  const stopped = new AbortController();
  const fGan = experiments.find(({ id }) => id === 'f-gan-mixture')!;
  const running = fGan.run({
    options: { ...optionsOf(fGan), steps: 100_000 },
    signal: stopped.signal,
    progress: () => Promise.resolve(stopped.abort(new Error('enough'))),
  });
  await expect(running).rejects.toThrow('enough');
});
