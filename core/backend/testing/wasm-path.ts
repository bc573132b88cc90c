import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Where the WASM files are under Node, for tests: `startBackend({ choice: 'wasm', wasmPath: wasmPathInNode(), ... })`. */
export function wasmPathInNode(): string {
  return dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
}
