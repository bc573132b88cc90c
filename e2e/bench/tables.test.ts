import { describe, expect, it } from 'vitest';
import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import { ringStep } from './plan.ts';
import { aligned, tables } from './tables.ts';

const wasm = { backend: 'wasm', threads: 1 } as const;
const report: BenchmarkReport = {
  version: 1,
  machine: { name: 'bench', userAgent: 'a browser', cores: 2, gpu: null },
  peak: { plain: 30, relaxed: 60.4 },
  kernels: [
    { name: 'gemm nn', arithmetic: 'reproducible', ...wasm, gflops: 24.04, share: 0.8 },
    { name: 'gemm nn', arithmetic: 'fast', ...wasm, gflops: 45, share: 0.75 },
    { name: 'conv', arithmetic: 'fast', ...wasm, gflops: 40, share: null },
  ],
  steps: [
    { name: 'dcgan28', variant: 'fast', ...wasm, ms: 200, dispatches: 152, hostMs: 0.5, memory: 3 * 2 ** 20 },
    { name: 'dcgan28', variant: 'reproducible', ...wasm, ms: 250, allocated: 2048 },
    { name: 'dcgan28', variant: 'pytorch', backend: 'native', threads: 1, ms: 160, note: 'PyTorch 1.13' },
    { name: 'dcgan28', variant: 'stock', backend: 'cpu', threads: 1, ms: null, note: 'takes longer than 60 s' },
    {
      name: 'dcgan28',
      variant: 'stock',
      backend: 'webgpu',
      threads: 1,
      ms: null,
      dispatches: 684,
      note: 'dispatches counted at batch 2',
    },
    { name: ringStep, variant: 'fast', ...wasm, ms: 0.25 },
    { name: ringStep, variant: 'stock', ...wasm, ms: 10 },
  ],
};

describe('a table', () => {
  it('has words to the left, figures to the right', () => {
    expect(
      aligned(
        ['', 'ms'],
        [
          ['a step', '1'],
          ['b', '100'],
        ],
      ),
    ).toBe('         ms\na step    1\nb       100');
  });
});

describe('the tables of a report', () => {
  const text = tables(report);
  const line = (start: string): string => text.split('\n').find((candidate) => candidate.startsWith(start)) ?? '';
  const cells = (start: string): string[] =>
    line(start)
      .slice(start.length)
      .trim()
      .split(/\s{2,}/);

  it('name every part of the benchmark', () => {
    for (const part of ['(a)', '(b)', '(c)', '(d)', '(e)', '(f)']) expect(text).toContain(`\n${part} `);
    expect(line('(a)')).toContain('plain 30.0, relaxed 60.4');
  });

  it('put the share of the peak beside the speed, and a dash where nothing was measured', () => {
    expect(cells('gemm nn')).toEqual(['24.0  80%', '45.0  75%'].flatMap((cell) => cell.split(/\s{2,}/)));
    expect(cells('conv')).toEqual(['-', '40.0']);
  });

  it('compare the replayed step with PyTorch and the two arithmetics', () => {
    expect(cells('dcgan28 ')).toEqual(['200', '250', '160', '-', '1.25', '1.25']);
  });

  it('count the steps of the toy GAN in a second, and how much longer the stock library takes', () => {
    expect(text).toContain('4,000 steps/s; stock TensorFlow.js takes 40.00 times as long');
  });

  it('tell what a step costs besides time', () => {
    expect(cells('dcgan28, fast x1')).toEqual(['152', '0.500', '-']);
    expect(cells('dcgan28, stock WebGPU')).toEqual(['684', '-', '-']);
    expect(text).toContain('3.00 MiB');
    expect(text).toContain('2.00 KiB');
  });

  it('say below why something is missing', () => {
    expect(text).toContain('dcgan28, stock on cpu: takes longer than 60 s');
    expect(text).not.toContain('PyTorch 1.13');
  });
});
