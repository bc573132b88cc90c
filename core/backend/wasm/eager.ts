import { withBuffers } from '../program/instruction.ts';
import type { Instruction } from '../program/instruction.ts';
import type { Emitter } from '../program/lowering.ts';
import { lowerings } from '../program/lowerings/all.ts';
import * as tf from '../tf.ts';
import { encode, scratchOf } from './encode.ts';
import { address } from './heap.ts';
import type { WasmBackend } from './heap.ts';
import { instantiate } from './kernel-files.ts';
import type { Arithmetic, Kernels } from './kernel-files.ts';

/** Runs every instruction as soon as it is emitted, on the memory of tfjs's WASM backend. */
export class EagerKernels implements Emitter {
  readonly #backend: WasmBackend;
  readonly #kernels: Readonly<Record<Arithmetic, Kernels>>;
  #arithmetic: Arithmetic = 'reproducible';
  #instruction = { address: 0, bytes: 0 };
  #scratch = { address: 0, bytes: 0 };

  constructor(backend: WasmBackend, modules: Readonly<Record<Arithmetic, WebAssembly.Module>>) {
    const { wasm } = backend;
    const memory = wasm.wasmMemory ?? wasm.asm?.memory;
    if (memory === undefined) throw new Error('tfjs does not show the memory of its WASM backend');
    this.#backend = backend;
    this.#kernels = {
      reproducible: instantiate(modules.reproducible, memory),
      fast: instantiate(modules.fast, memory),
    };
  }

  /** Runs `work` with kernels of that arithmetic. */
  using<T>(arithmetic: Arithmetic, work: () => T): T {
    const before = this.#arithmetic;
    this.#arithmetic = arithmetic;
    try {
      return work();
    } finally {
      this.#arithmetic = before;
    }
  }

  output(shape: readonly number[], dtype: tf.DataType): tf.TensorInfo {
    return this.#backend.makeOutput([...shape], dtype);
  }

  view(info: tf.TensorInfo, shape: readonly number[]): tf.TensorInfo {
    this.#backend.incRef(info.dataId);
    return { dataId: info.dataId, shape: [...shape], dtype: info.dtype };
  }

  release(info: tf.TensorInfo): void {
    this.#backend.disposeData(info.dataId);
  }

  emit(instruction: Instruction<tf.TensorInfo>): void {
    // Memory first: an allocation may grow the heap, which detaches views but moves nothing.
    const scratch = this.#grown(this.#scratch, scratchOf(instruction, 1));
    const words = encode(
      withBuffers(instruction, (info) => address(this.#backend, info)),
      scratch.address,
    );
    const place = this.#grown(this.#instruction, words.byteLength);
    new Int32Array(this.#backend.wasm.HEAPU8.buffer, place.address, words.length).set(words);
    this.#kernels[this.#arithmetic].run(place.address, place.address + words.byteLength, 0, 1, 0);
  }

  #grown(region: { address: number; bytes: number }, bytes: number): { readonly address: number } {
    if (region.bytes < bytes) {
      const { wasm } = this.#backend;
      // A margin, so that a growing network does not move it for every layer.
      const size = Math.max(4096, Math.ceil(bytes * 1.25));
      const address = wasm._malloc(size);
      if (region.bytes > 0) wasm._free(region.address);
      region.address = address;
      region.bytes = size;
    }
    return region;
  }
}

const eager = new WeakMap<object, EagerKernels>();

/** Makes the kernels serve a backend; those of a lost one are forgotten with it. */
export function attachKernels(
  backend: WasmBackend,
  modules: Readonly<Record<Arithmetic, WebAssembly.Module>>,
): EagerKernels {
  const kernels = new EagerKernels(backend, modules);
  eager.set(backend, kernels);
  return kernels;
}

/** Runs `work` with kernels of that arithmetic where the current backend has a choice. */
export function withArithmetic<T>(arithmetic: Arithmetic, work: () => T): T {
  const kernels = eager.get(tf.backend());
  return kernels ? kernels.using(arithmetic, work) : work();
}

/**
 * Registers every lowering as a kernel of the `wasm` backend; what a lowering does not cover goes to tfjs's own. The
 * backend must have been initialised, or its own kernels would be set up anew.
 */
export function registerEagerKernels(): void {
  for (const [kernelName, lower] of Object.entries(lowerings)) {
    const stock = tf.getKernel(kernelName, 'wasm');
    // Registering over an existing kernel would warn on the console.
    if (stock !== undefined) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: (call) => {
        const inputs = call.inputs as Readonly<Record<string, tf.TensorInfo>>;
        const attributes = (call.attrs ?? {}) as Readonly<Record<string, unknown>>;
        const outputs = lower(eager.get(call.backend)!, inputs, attributes);
        if (outputs !== undefined) return outputs as tf.TensorInfo | tf.TensorInfo[];
        if (stock === undefined) throw new Error(`${kernelName} on WebAssembly does not cover these inputs.`);
        return stock.kernelFunc(call);
      },
    });
  }
}
