import { describe, expect, it } from 'vitest';
import { wasmPathInNode } from '../backend/testing/wasm-path.ts';
import { kernelCases } from './kernel-cases.ts';
import type { BenchmarkProgress } from './options.ts';
import { runBenchmark } from './run.ts';

const ring = 'toy ring, non-saturating';
const options = async (budgetMs: number) => ({
  name: 'test bench',
  backends: ['wasm'] as const,
  budgetMs,
  wasmPath: await wasmPathInNode(),
  kernels: ['gemm nn 512x512x512', 'conv filter gradient 64x14x14x64 4x4/2 128'],
  steps: [ring],
  variants: ['reproducible', 'eager'] as const,
});

describe('a benchmark', () => {
  it('reports peak, kernels and steps, and tells how far it is', async () => {
    const told: BenchmarkProgress[] = [];
    const report = await runBenchmark({ ...(await options(6000)), onProgress: (progress) => told.push(progress) });
    expect(report).toMatchObject({ version: 1, machine: { name: 'test bench', gpu: null } });
    expect(report.peak.plain).toBeGreaterThan(0.1);
    const names = (await options(0)).kernels;
    expect(report.kernels.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    for (const { gflops, share, arithmetic } of report.kernels) {
      const peak = arithmetic === 'fast' ? report.peak.relaxed! : report.peak.plain;
      expect(gflops).toBeGreaterThan(0);
      // The share is of the peak in the same rounds, which differs from the median of the whole run.
      expect(share! * peak).toBeGreaterThan(gflops / 5);
      expect(share! * peak).toBeLessThan(gflops * 5);
      expect(share).toBeLessThan(1.5);
    }
    expect(report.steps.map(({ name, variant }) => [name, variant])).toEqual([
      [ring, 'reproducible'],
      [ring, 'eager'],
    ]);
    for (const { ms, note } of report.steps) expect(ms, note).toBeGreaterThan(0);
    const [replayed, eager] = report.steps;
    // One program in place of a few hundred kernels, with memory of its own.
    expect(replayed!.note).toBeUndefined();
    expect(replayed!.dispatches).toBeLessThan(eager!.dispatches!);
    expect(replayed!.memory).toBeLessThan(eager!.memory!);
    expect(replayed!.hostMs).toBeLessThan(replayed!.ms!);
    expect(replayed!.allocated).toBeLessThan(eager!.allocated!);
    expect(told.map(({ what }) => what)).toEqual([...names, `${ring} on WebAssembly`, 'done']);
    expect(told.map(({ done }) => done)).toEqual([0, 1 / 3, 2 / 3, 1]);
    expect(told.at(-1)!.report).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('leaves out what the time does not allow, and says so', async () => {
    const { kernels, steps } = await runBenchmark(await options(0));
    expect(kernels).toEqual([]);
    expect(steps).toMatchObject([{ name: ring, ms: null, note: 'left out: the time was up' }]);
  });

  it('says why a backend cannot be measured', async () => {
    const { steps } = await runBenchmark({ ...(await options(1000)), backends: ['webgpu'] });
    expect(steps).toMatchObject([{ name: ring, backend: 'webgpu', ms: null }]);
    expect(steps[0]!.note).toContain('this browser has no WebGPU');
  });

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const ended = runBenchmark({
      ...(await options(10_000)),
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(ended).rejects.toBe(reason);
  });
});

describe('the kernels', () => {
  it('are counted in multiply-adds', () => {
    const operations = Object.fromEntries(kernelCases.map(({ name, operations }) => [name, operations]));
    expect(operations['gemm nn 512x512x512']).toBe(2 * 512 ** 3);
    // Each of 64 x 7 x 7 positions sums 4 x 4 x 64 products for each of 128 channels.
    const strided = 2 * (64 * 7 * 7) * (4 * 4 * 64) * 128;
    for (const pass of ['forward', 'input gradient', 'filter gradient']) {
      expect(operations[`conv ${pass} 64x14x14x64 4x4/2 128`]).toBe(strided);
      expect(operations[`conv ${pass} 32x16x16x64 3x3/1 64`]).toBe(2 * (32 * 16 * 16) * (9 * 64) * 64);
    }
  });

  it('read and write as much as their shapes have', () => {
    const sizes = Object.fromEntries(kernelCases.map(({ name, reads, writes }) => [name, [...reads, writes]]));
    const [x, filter, y] = [64 * 28 * 28, 16 * 64, 64 * 14 * 14 * 64];
    expect(sizes['conv forward 64x28x28x1 4x4/2 64']).toEqual([x, filter, y]);
    expect(sizes['conv input gradient 64x28x28x1 4x4/2 64']).toEqual([y, filter, x]);
    expect(sizes['conv filter gradient 64x28x28x1 4x4/2 64']).toEqual([x, y, filter]);
    expect(sizes['gemm nt 64x64x6272']).toEqual([64 * 6272, 6272 * 64, 64 * 64]);
  });
});
