import type { Chain, ElementType, MicroOperation } from '../program/chain.ts';
import * as tf from '../tf.ts';
import { EagerKernels } from '../wasm/eager.ts';
import { values } from '../wasm/heap.ts';
import type { Values, WasmBackend } from '../wasm/heap.ts';
import { loadKernels } from '../wasm/kernel-files.ts';
import { wasmPathInNode } from './wasm-path.ts';

export type ChainRunner = (chain: Chain, inputs: readonly Values[], inPlace?: readonly number[]) => Values[];

const typeOf = (numbers: Values): ElementType =>
  numbers instanceof Float32Array ? 'float32' : numbers instanceof Int32Array ? 'int32' : 'bool';

/** Runs chains on the current WASM backend. Output i lies where input `inPlace[i]` does, if that is not negative. */
export async function chainRunner(): Promise<ChainRunner> {
  const folder = await wasmPathInNode();
  const backend = tf.backend() as unknown as WasmBackend;
  const reproducible = await loadKernels(folder, 'reproducible');
  const kernels = new EagerKernels(backend, { reproducible, fast: reproducible });
  return (chain, inputs, inPlace = []) => {
    const reads = inputs.map((numbers) => {
      const info = kernels.output([numbers.length], typeOf(numbers));
      values(backend, info).set(numbers);
      return info;
    });
    const writes = chain.stores.map(({ dtype }, index) => {
      const shared = inPlace[index] ?? -1;
      return shared < 0 ? kernels.output([chain.size], dtype) : reads[shared]!;
    });
    kernels.emit({ op: 'chain', params: {}, chain, writes, reads });
    const results = writes.map((info) => values(backend, info).slice());
    for (const info of new Set([...reads, ...writes])) kernels.release(info);
    return results;
  };
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
