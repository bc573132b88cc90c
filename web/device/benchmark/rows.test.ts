import { describe, expect, it } from 'vitest';
import type { BenchmarkReport, KernelFigure, StepFigure } from '../../../core/benchmark/report.ts';
import { kernelRows, objectiveGroups, stepRows, stepsPerSecond } from './rows.ts';

const step = (name: string, ms: number | null, more: Partial<StepFigure> = {}): StepFigure => ({
  name,
  variant: 'fast',
  backend: 'wasm',
  threads: 1,
  ms,
  ...more,
});

const reportOf = (steps: readonly StepFigure[], kernels: readonly KernelFigure[] = []): BenchmarkReport => ({
  version: 1,
  machine: { name: 'one', userAgent: '', cores: 1, gpu: null },
  peak: { plain: 1, relaxed: null },
  kernels,
  steps,
});

describe('objectiveGroups', () => {
  it('takes the fastest way of this app for each objective and backend, game by game', () => {
    const fastest = step('toy ring, minimax', 0.5, { threads: 4 });
    const webgpu = step('toy ring, minimax', 2, { backend: 'webgpu' });
    const penalty = step('toy ring, WGAN-GP', 1);
    const large = step('dcgan28, minimax', 200);
    const groups = objectiveGroups({
      mine: reportOf([
        step('toy ring, minimax', 0.6),
        fastest,
        step('toy ring, minimax', 0.9, { variant: 'reproducible' }),
        step('toy ring, minimax', 0.1, { variant: 'pytorch', backend: 'native' }),
        step('dcgan28', 190),
        penalty,
        large,
        webgpu,
      ]),
    });
    expect(groups).toEqual([
      {
        game: 'toy ring',
        rows: [
          { objective: 'minimax', backend: 'wasm', mine: fastest },
          { objective: 'minimax', backend: 'webgpu', mine: webgpu },
          { objective: 'WGAN-GP', backend: 'wasm', mine: penalty },
        ],
      },
      { game: 'dcgan28', rows: [{ objective: 'minimax', backend: 'wasm', mine: large }] },
    ]);
  });

  it('pairs two devices, and keeps what only one of them has', () => {
    const [mine, theirs] = [step('toy ring, minimax', 1), step('toy ring, minimax', 3)];
    const only = step('toy ring, W-clip', 2);
    expect(objectiveGroups({ mine: reportOf([mine]), theirs: reportOf([theirs, only]) })[0]?.rows).toEqual([
      { objective: 'minimax', backend: 'wasm', mine, theirs },
      { objective: 'W-clip', backend: 'wasm', theirs: only },
    ]);
  });

  it('prefers a time to none', () => {
    const none = step('toy ring, minimax', null, { note: 'left out' });
    const some = step('toy ring, minimax', 5, { variant: 'reproducible' });
    for (const steps of [
      [none, some],
      [some, none],
    ])
      expect(objectiveGroups({ mine: reportOf(steps) })[0]?.rows[0]?.mine).toBe(some);
    expect(objectiveGroups({ mine: reportOf([none]) })[0]?.rows[0]?.mine).toBe(none);
  });
});

describe('stepRows and kernelRows', () => {
  it('pair all threads of one device with all of the other, and keep a name together', () => {
    const [one, all] = [step('dcgan28', 200), step('dcgan28', 60, { threads: 4 })];
    const other = step('unet64', 300);
    const theirs = step('dcgan28', 30, { threads: 16 });
    expect(stepRows({ mine: reportOf([one, other, all]), theirs: reportOf([theirs]) })).toEqual([
      { mine: one },
      { mine: all, theirs },
      { mine: other },
    ]);
  });

  it('keep the arithmetics of a kernel apart', () => {
    const kernel = { name: 'gemm nn', backend: 'wasm', threads: 1, gflops: 1, share: null } as const;
    const [fast, plain] = [
      { ...kernel, arithmetic: 'fast' },
      { ...kernel, arithmetic: 'reproducible' },
    ] as const;
    expect(kernelRows({ mine: reportOf([], [fast]), theirs: reportOf([], [plain, fast]) })).toEqual([
      { mine: fast, theirs: fast },
      { theirs: plain },
    ]);
  });
});

it('counts steps a second', () => {
  expect(stepsPerSecond(step('x', 4))).toBe(250);
  expect(stepsPerSecond(step('x', null))).toBeUndefined();
  expect(stepsPerSecond(undefined)).toBeUndefined();
});
