import { compileKernels } from '../../core/backend/wasm/compile.ts';
import { pack, packedData } from '../../core/data/pack.ts';

/** Compiles the kernels and packs the data once, before the test files that use them start side by side. */
export async function setup(): Promise<void> {
  await Promise.all([compileKernels(), pack(packedData)]);
}
