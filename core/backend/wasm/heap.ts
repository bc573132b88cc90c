import { OutOfMemoryError } from '../program/out-of-memory.ts';
import type * as tf from '../tf.ts';

/** What the kernels here use of tfjs's WASM backend (its own typings are of another copy of tfjs-core). */
export interface WasmBackend {
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    readonly wasmMemory?: WebAssembly.Memory;
    readonly asm?: { readonly memory?: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly id: number; readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

export type Values = Float32Array | Int32Array | Uint8Array;

/** Where a tensor's values start, in bytes. */
export function address(backend: WasmBackend, info: tf.TensorInfo): number {
  return backend.dataIdMap.get(info.dataId).memoryOffset;
}

/**
 * Turns a failed allocation into an OutOfMemoryError. The backend does not look at malloc's answer, and would write the tensor
 * over the start of the heap.
 */
export function checkAllocations(backend: WasmBackend): void {
  const { wasm } = backend;
  // Emscripten's stub replaces itself with the real function when first called, and would replace the check too.
  wasm._free(wasm._malloc(8));
  const allocate = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes) => {
    const offset = allocate(bytes);
    if (offset === 0 && bytes > 0) {
      throw new OutOfMemoryError(wasm.HEAPU8.buffer.byteLength + bytes, undefined, { what: 'The work' });
    }
    return offset;
  };
}
