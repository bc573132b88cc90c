import { installRepairs } from './repairs/install.ts';
import { runSelfTest } from './self-test.ts';
import type { KernelCheck } from './self-test.ts';
import * as tf from './tf.ts';
import { findAdapter } from './webgpu/adapter.ts';
import { startWebGpu } from './webgpu/start.ts';
import { startWasm } from './wasm/start.ts';

export type BackendName = 'wasm' | 'webgpu' | 'cpu';

export interface BackendHandle {
  readonly name: BackendName;
  /** Why this one, in words for the person who trains. */
  readonly reason: string;
  /** Resolves with the cause once the device is lost, and its tensors with it. Never on wasm and cpu. */
  readonly lost: Promise<string>;
  /** Size of the WebAssembly heap; it never shrinks. Undefined elsewhere. */
  heapBytes(): number | undefined;
}

export interface BackendOptions {
  /** `auto`: a real graphics adapter where its self-test passes, else WebAssembly. `cpu` is for reference only. */
  readonly choice: 'auto' | BackendName;
  /** URL (in Node: file path) of the folder that holds tfjs's WebAssembly files and the compiled kernels. */
  readonly wasmPath: string;
  /** `reproducible` promises the same bits on every device; only WebAssembly can keep the promise. */
  readonly arithmetic: 'reproducible' | 'fast';
}

/** What is known of one backend on this device. */
export interface BackendProbe {
  readonly name: 'wasm' | 'webgpu';
  readonly available: boolean;
  /** What it runs on, or why it can't be used. */
  readonly detail: string;
  readonly kernels: readonly KernelCheck[];
}

/**
 * Starts the backend to train on and makes it tfjs's current one, with repaired gradients and kernels, once its
 * self-test has passed. WebGPU that can't be used gives way to WebAssembly, and the handle's reason says why.
 *
 * @throws Error when WebAssembly can't be used either.
 */
export async function startBackend({ choice, wasmPath, arithmetic }: BackendOptions): Promise<BackendHandle> {
  installRepairs();
  if (choice === 'cpu') {
    await tf.setBackend('cpu');
    return { name: 'cpu', reason: 'chosen, for reference', lost: new Promise(() => {}), heapBytes: () => undefined };
  }
  if (choice === 'wasm') return startTestedWasm(wasmPath, 'chosen');
  try {
    return await startTestedWebGpu(choice === 'auto', arithmetic);
  } catch (error) {
    return startTestedWasm(wasmPath, `WebGPU is not used: ${messageOf(error)}`);
  }
}

async function startTestedWasm(wasmPath: string, reason: string): Promise<BackendHandle> {
  const backend = await startWasm(wasmPath).catch((error: unknown) => {
    throw new Error(`WebAssembly can't be used: ${messageOf(error)}. (${reason})`, { cause: error });
  });
  requirePassed('WebAssembly', await runSelfTest());
  return {
    name: 'wasm',
    reason,
    lost: new Promise(() => {}),
    heapBytes: () => backend.wasm.HEAPU8.buffer.byteLength,
  };
}

async function startTestedWebGpu(realOnly: boolean, arithmetic: 'reproducible' | 'fast'): Promise<BackendHandle> {
  const found = await findAdapter();
  if (realOnly && found.software) throw new Error(`${found.description} is emulated by the processor, which is slower`);
  const device = await startWebGpu(found);
  try {
    requirePassed(`WebGPU on ${found.description}`, await runSelfTest());
  } catch (error) {
    device.destroy();
    throw error;
  }
  const caution = arithmetic === 'reproducible' ? '; results repeat bit for bit on WebAssembly only' : '';
  return {
    name: 'webgpu',
    reason: `${realOnly ? 'the fastest here' : 'chosen'}: ${found.description}${caution}`,
    lost: device.lost.then(({ reason, message }) => message || `the graphics device was lost (${reason})`),
    heapBytes: () => undefined,
  };
}

/**
 * Starts each backend in turn and runs its self-test. Tensors made before are lost with the backends they were on:
 * probe first, then start. Never rejects.
 */
export async function probeBackends(wasmPath: string): Promise<readonly BackendProbe[]> {
  installRepairs();
  const webgpu = await probe('webgpu', async () => {
    const found = await findAdapter();
    const device = await startWebGpu(found);
    const detail = found.software ? `${found.description} (emulated by the processor)` : found.description;
    return { detail, release: () => device.destroy() };
  });
  const wasm = await probe('wasm', async () => {
    await startWasm(wasmPath);
    return { detail: 'WebAssembly SIMD', release: () => {} };
  });
  return [webgpu, wasm];
}

interface Started {
  readonly detail: string;
  /** Gives back what only the probe needed. */
  release(): void;
}

async function probe(name: 'wasm' | 'webgpu', start: () => Promise<Started>): Promise<BackendProbe> {
  try {
    const { detail, release } = await start();
    const kernels = await runSelfTest().finally(release);
    const failed = failures(kernels);
    const available = failed.length === 0;
    return { name, available, detail: available ? detail : `${detail}; wrong: ${failed.join(', ')}`, kernels };
  } catch (error) {
    return { name, available: false, detail: messageOf(error), kernels: [] };
  }
}

function requirePassed(where: string, checks: readonly KernelCheck[]): void {
  const failed = failures(checks);
  if (failed.length > 0) throw new Error(`${where} fails its self-test: ${failed.join(', ')}`);
}

function failures(checks: readonly KernelCheck[]): string[] {
  return checks.filter(({ passed }) => !passed).map(({ kernel, error }) => `${kernel} (error ${error.toPrecision(2)})`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
