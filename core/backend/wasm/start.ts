import * as tf from '../tf.ts';
import { checkAllocations } from './heap.ts';
import type { WasmBackend } from './heap.ts';
import { attachKernels, registerEagerKernels } from './eager.ts';
import { loadKernels } from './kernel-files.ts';

/** The folder of the files that each backend was started from. */
const folders = new WeakMap<object, string>();

/** The folder that the current backend's files came from; undefined on other backends. */
export const wasmFolder = (): string | undefined => folders.get(tf.backend());

/**
 * Makes tfjs's WASM backend the current one, with the kernels training needs. One thread, SIMD: the threaded build
 * takes blob workers and half the cores, and gains little.
 *
 * @param wasmPath The URL (in Node: file path) of the folder that holds tfjs's files and the compiled kernels.
 * @throws Error when the processor has no SIMD, or the file cannot be loaded.
 */
export async function startWasm(wasmPath: string): Promise<WasmBackend> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const env = tf.env();
  // tfjs would choose the threaded build wherever a page is cross-origin isolated.
  env.set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  if (!(await env.getAsync('WASM_HAS_SIMD_SUPPORT'))) throw new Error('this browser has no WebAssembly SIMD');
  if (tf.engine().findBackendFactory('wasm') === null) throw new Error('tfjs has lost its WASM backend');
  const file = `${wasmPath.replace(/\/?$/, '/')}tfjs-backend-wasm-simd.wasm`;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': file,
    'tfjs-backend-wasm-simd.wasm': file,
    'tfjs-backend-wasm-threaded-simd.wasm': file,
  });
  if (!(await tf.setBackend('wasm'))) throw new Error(`${file} could not be loaded`);
  const backend = tf.backend() as unknown as WasmBackend;
  if (!folders.has(backend)) {
    folders.set(backend, wasmPath);
    checkAllocations(backend);
    const reproducible = await loadKernels(wasmPath, 'reproducible');
    // Where the browser lacks fused multiply-adds, 'fast' is what there is.
    const fast = await loadKernels(wasmPath, 'fast').catch(() => reproducible);
    attachKernels(backend, { reproducible, fast });
    registerEagerKernels();
  }
  return backend;
}
