import { compileKernels } from '../wasm/compile.ts';

/** Where the WebAssembly files are under Node, for tests: `startBackend({ wasmPath: await wasmPathInNode(), ... })`. */
export const wasmPathInNode = compileKernels;
