import type { Chain, ElementType, MicroOperation } from '../program/chain.ts';
import { encode, Flag, scratchOf } from '../wasm/encode.ts';
import type { Values } from '../wasm/heap.ts';
import { instantiate, loadKernels } from '../wasm/kernel-files.ts';
import { wasmPathInNode } from './wasm-path.ts';

export interface ChainOptions {
  /** Output i lies where input `inPlace[i]` does, if that is not negative. */
  readonly inPlace?: readonly number[];
  /** Done one after the other: none waits for another. */
  readonly threads?: number;
}

export type ChainRunner = (chain: Chain, inputs: readonly Values[], options?: ChainOptions) => Values[];

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** What lies between the tensors, and must still lie there afterwards. */
const guard = 0x5a;
const guardBytes = 16;

/**
 * Runs chains on a memory of their own.
 * @throws Error when a chain writes outside its outputs.
 */
export async function chainRunner(): Promise<ChainRunner> {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true });
  const { run } = instantiate(await loadKernels(await wasmPathInNode(), 'reproducible', true), memory);
  return (chain, inputs, { inPlace = [], threads = 1 } = {}) => {
    let end = 1024;
    const bytes = new Uint8Array(memory.buffer);
    const place = (length: number) => {
      const address = end + guardBytes;
      end = Math.ceil((address + length) / 4) * 4 + guardBytes;
      if (end > bytes.length) throw new Error('the tensors of a test are too large');
      bytes.fill(guard, address - guardBytes, end);
      return address;
    };
    const reads = inputs.map((values) => {
      const address = place(values.byteLength);
      bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address);
      return address;
    });
    const widths = chain.stores.map(({ dtype }) => chain.size * arrays[dtype].BYTES_PER_ELEMENT);
    const writes = widths.map((width, i) => ((inPlace[i] ?? -1) < 0 ? place(width) : reads[inPlace[i]!]!));
    const instruction = { op: 'chain', params: {}, chain, reads, writes } as const;
    const scratch = place(scratchOf(instruction, threads));
    const words = encode(instruction, scratch, Flag.parallel);
    const program = place(words.byteLength);
    bytes.set(new Uint8Array(words.buffer), program);
    for (let thread = 0; thread < threads; thread++) {
      // At the barrier of the end, whose first word counts, the others seem to be waiting already.
      new Int32Array(memory.buffer)[0] = threads - 1;
      run(program, program + words.byteLength, thread, threads, 0);
    }
    writes.forEach((address, i) => {
      const end = address + widths[i]!;
      const around = [bytes.subarray(address - guardBytes, address), bytes.subarray(end, end + guardBytes)];
      if (around.some((part) => part.some((byte) => byte !== guard)))
        throw new Error(`output ${i} was written outside its ends`);
    });
    return writes.map((address, i) => valuesAt(memory, chain.stores[i]!.dtype, address, chain.size));
  };
}

function valuesAt(memory: WebAssembly.Memory, dtype: ElementType, address: number, size: number): Values {
  return new arrays[dtype](memory.buffer, address, size).slice();
}

/** A chain of one operation on whole float32 tensors. */
export function singleStep(code: MicroOperation, operands: number, size: number, p = 0, q = 0): Chain {
  const load = { dtype: 'float32', repeat: 1, period: size } as const;
  return {
    size,
    loads: Array.from({ length: operands }, () => load),
    steps: [{ code, a: 0, b: 1, c: 2, p, q }],
    stores: [{ register: operands, dtype: 'float32' }],
  };
}
