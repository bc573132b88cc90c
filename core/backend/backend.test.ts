import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { probeBackends, startBackend } from './backend.ts';
import { runSelfTest } from './self-test.ts';
import { selfTestCases } from './self-test-cases.ts';
import { wasmPathInNode } from './testing/wasm-path.ts';
import * as tf from './tf.ts';

const wasmPath = await wasmPathInNode();

describe('startBackend', () => {
  it('starts WebAssembly, tells its heap, and stays there', async () => {
    const handle = await startBackend({ choice: 'wasm', wasmPath, arithmetic: 'reproducible' });
    expect(handle.name).toBe('wasm');
    expect(tf.getBackend()).toBe('wasm');
    expect(handle.heapBytes()).toBeGreaterThan(2 ** 20);
  });

  it('gives way to WebAssembly without WebGPU, and says why', async () => {
    for (const choice of ['auto', 'webgpu'] as const) {
      const handle = await startBackend({ choice, wasmPath, arithmetic: 'reproducible' });
      expect(handle.name).toBe('wasm');
      expect(handle.reason).toMatch(/WebGPU is not used: this browser has no WebGPU/);
    }
  });

  it('starts the reference backend', async () => {
    const handle = await startBackend({ choice: 'cpu', wasmPath, arithmetic: 'reproducible' });
    expect(handle.name).toBe('cpu');
    expect(handle.heapBytes()).toBeUndefined();
  });
});

describe('probeBackends', () => {
  it('reports every kernel of the backend that works and the reason of the one that does not', async () => {
    const [webgpu, wasm] = await probeBackends(wasmPath);
    expect(webgpu).toEqual({ name: 'webgpu', available: false, detail: 'this browser has no WebGPU', kernels: [] });
    expect(wasm).toMatchObject({ name: 'wasm', available: true });
    expect(wasm!.kernels).toHaveLength(selfTestCases.length);
  });
});

describe.each(['cpu', 'wasm'] as const)('the self-test on %s', (choice) => {
  beforeEach(async () => {
    await startBackend({ choice, wasmPath, arithmetic: 'reproducible' });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('passes every kernel and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const checks = await runSelfTest();
    expect(checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('fails a kernel that is wrong and one that throws', async () => {
    const stock = tf.getKernel('Tanh', choice);
    const missing = tf.getKernel('GatherV2', choice);
    tf.unregisterKernel('Tanh', choice);
    tf.unregisterKernel('GatherV2', choice);
    tf.registerKernel({ ...stock, kernelFunc: tf.getKernel('Sigmoid', choice).kernelFunc });
    try {
      const failed = (await runSelfTest()).filter(({ passed }) => !passed).map(({ kernel }) => kernel);
      expect(failed.sort()).toEqual(['gather and its gradient', 'second-order gradient', 'tanh']);
    } finally {
      tf.unregisterKernel('Tanh', choice);
      tf.registerKernel(stock);
      tf.registerKernel(missing);
    }
  });
});
