import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { root } from '../../build/paths.ts';

const outDir = join(root, 'node_modules/.cache/latent-lab-stock');

/** Bundles the page that runs unmodified TensorFlow.js, which is no part of the app. @returns Its folder. */
export async function buildStock(): Promise<string> {
  await build({
    configFile: false,
    root: join(root, 'e2e/bench/stock'),
    base: './',
    logLevel: 'warn',
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 5000 },
  });
  const packaged = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  await mkdir(join(outDir, 'wasm'), { recursive: true });
  const name = 'tfjs-backend-wasm-simd.wasm';
  await copyFile(join(packaged, name), join(outDir, 'wasm', name));
  return outDir;
}
