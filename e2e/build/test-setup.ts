import { compileKernels } from '../../core/backend/wasm/compile.ts';

/** Compiles the kernels once, before the test files that use them start side by side. */
export async function setup(): Promise<void> {
  await compileKernels();
}
