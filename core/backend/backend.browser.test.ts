import { describe, expect, it } from 'vitest';
import { probeBackends, startBackend } from './backend.ts';
import * as tf from './tf.ts';

const options = { wasmPath: '/wasm/', arithmetic: 'reproducible' } as const;

// Chromium runs here with a software adapter: right, but no adapter that `auto` may choose.
describe('startBackend in a browser', () => {
  it('does not let the software adapter stand in for a graphics device', async () => {
    const handle = await startBackend({ ...options, choice: 'auto' });
    expect(handle.name).toBe('wasm');
    expect(handle.reason).toMatch(/emulated by the processor/);
  });

  it('uses the software adapter when told to, and tells when its device is lost', async () => {
    const handle = await startBackend({ ...options, choice: 'webgpu' });
    expect(handle.name).toBe('webgpu');
    expect(handle.reason).toMatch(/swiftshader/i);
    (tf.backend() as unknown as { device: GPUDevice }).device.destroy();
    expect(await handle.lost).not.toBe('');
    const again = await startBackend({ ...options, choice: 'webgpu' });
    expect(again.name).toBe('webgpu');
    expect(await tf.add(1, 2).data()).toEqual(new Float32Array([3]));
  });

  it('gives way to WebAssembly when a kernel of the graphics device is wrong, and names it', async () => {
    await startBackend({ ...options, choice: 'webgpu' });
    const gather = tf.getKernel('GatherV2', 'webgpu');
    tf.unregisterKernel('GatherV2', 'webgpu');
    try {
      const handle = await startBackend({ ...options, choice: 'webgpu' });
      expect(handle.name).toBe('wasm');
      expect(handle.reason).toMatch(/fails its self-test: gather and its gradient/);
    } finally {
      tf.registerKernel(gather);
    }
  });

  it('probes both backends, kernel by kernel', async () => {
    const [webgpu, wasm] = await probeBackends('/wasm/');
    expect(webgpu!.detail).toMatch(/emulated by the processor/);
    expect(webgpu!.kernels.filter(({ passed }) => !passed)).toEqual([]);
    expect(wasm).toMatchObject({ name: 'wasm', available: true });
  });
});

describe('elementwise functions on WebGPU', () => {
  it('keep NaN, are infinite where they should be, and keep their digits near 0', async () => {
    await startBackend({ ...options, choice: 'webgpu' });
    for (const f of [tf.tanh, tf.sigmoid, tf.exp, tf.expm1, tf.elu, tf.log, tf.softplus, tf.relu, tf.sqrt]) {
      expect((await f(tf.scalar(NaN)).data())[0]).toBeNaN();
    }
    expect([...(await tf.log(tf.tensor1d([0, Infinity])).data())]).toEqual([-Infinity, Infinity]);
    expect([...(await tf.tanh(tf.tensor1d([-1e3, 1e3, -Infinity, Infinity])).data())]).toEqual([-1, 1, -1, 1]);
    const small = [1e-6, -1e-4, 1e-3, 0.2, -0.24, 0.26, 3];
    const close = async (f: (x: tf.Tensor) => tf.Tensor, reference: (x: number) => number, at = small) => {
      const values = await f(tf.tensor1d(at)).data();
      at.forEach((x, i) => expect(Math.abs(values[i]! / reference(x) - 1)).toBeLessThan(1e-4));
    };
    await close(tf.tanh, Math.tanh);
    await close(tf.expm1, Math.expm1);
    await close(tf.elu, (x) => (x > 0 ? x : Math.expm1(x)));
    await close(tf.softplus, (x) => Math.log1p(Math.exp(x)), [-40, -12, -5, -4, 0.1, 30]);
  });
});
