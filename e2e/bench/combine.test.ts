import { describe, expect, it } from 'vitest';
import type { BenchmarkReport, StepFigure } from '../../core/benchmark/report.ts';
import { combineReports, combineSteps, withAllocations } from './combine.ts';

const figure = (ms: number | null, more: Partial<StepFigure> = {}): StepFigure => ({
  name: 'dcgan28',
  variant: 'fast',
  backend: 'wasm',
  threads: 1,
  ms,
  ...more,
});
const report = (plain: number, relaxed: number | null, steps: StepFigure[]): BenchmarkReport => ({
  version: 1,
  machine: { name: 'm', userAgent: 'u', cores: 2, gpu: null },
  peak: { plain, relaxed },
  kernels: [{ name: `at ${plain}`, backend: 'wasm', arithmetic: 'fast', threads: 1, gflops: 1, share: null }],
  steps,
});

describe('rounds of figures', () => {
  it('become the median of each way of running a step', () => {
    const rounds = [figure(3), figure(9, { threads: 2 }), figure(1), figure(7, { variant: 'pytorch' }), figure(2)];
    expect(combineSteps(rounds)).toEqual([figure(2), figure(9, { threads: 2 }), figure(7, { variant: 'pytorch' })]);
  });

  it('keep what only the last round knows, and time nothing where no round did', () => {
    expect(combineSteps([figure(4), figure(null, { dispatches: 5, note: 'n' })])).toEqual([
      figure(4, { dispatches: 5, note: 'n' }),
    ]);
    expect(combineSteps([figure(null)])).toEqual([figure(null)]);
  });
});

describe('reports of one machine', () => {
  it('become one, with the median of their peaks and all kernels', () => {
    const combined = combineReports(
      [report(10, 20, [figure(1)]), report(30, null, [figure(3)]), report(20, 40, [])],
      [figure(8, { variant: 'stock', backend: 'cpu' })],
    );
    expect(combined.peak).toEqual({ plain: 20, relaxed: 30 });
    expect(combined.kernels.map(({ name }) => name)).toEqual(['at 10', 'at 30', 'at 20']);
    expect(combined.steps).toEqual([figure(2), figure(8, { variant: 'stock', backend: 'cpu' })]);
  });

  it('have no relaxed peak where none has one', () => {
    expect(combineReports([report(1, null, [])], []).peak).toEqual({ plain: 1, relaxed: null });
  });

  it('must be at least one', () => expect(() => combineReports([], [])).toThrow('no report'));
});

describe('allocations counted elsewhere', () => {
  const known = [
    figure(1, { variant: 'reproducible', allocated: 10 }),
    figure(1, { variant: 'eager', allocated: 900 }),
    figure(1, { name: 'unet64', variant: 'reproducible', allocated: 77 }),
  ];

  it('are those of the same step, replayed or eager', () => {
    const steps = [figure(1), figure(1, { variant: 'eager' }), figure(1, { allocated: 5 })];
    expect(withAllocations(steps, known).map(({ allocated }) => allocated)).toEqual([10, 900, 5]);
  });

  it('say nothing of other libraries, other threads and other steps', () => {
    const steps = [
      figure(1, { variant: 'stock' }),
      figure(1, { variant: 'pytorch', backend: 'native' }),
      figure(1, { threads: 2 }),
      figure(1, { name: 'mlp-vae' }),
    ];
    expect(withAllocations(steps, known)).toEqual(steps);
  });
});
