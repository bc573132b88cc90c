import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { injectManifest } from 'workbox-build';
import type { DataFile } from '../../web/service-worker/data-files.ts';
import { filesBelow, root } from './paths.ts';

/** Data files up to this size are precached with the shell; larger ones are fetched after it, in the background. */
const largestPrecached = 1_000_000;

/**
 * Bundles the service worker into `outDir` and writes into it the list of what to precache (the shell, the worker,
 * the tensor binaries, small data) and the digests of the larger data files.
 */
export async function buildServiceWorker(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: {
      'process.env.NODE_ENV': JSON.stringify('production'),
      __LARGE_DATA__: JSON.stringify(largeData(join(outDir, 'data'))),
    },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: join(root, 'web/service-worker/service-worker.ts'),
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  });
  const swFile = join(outDir, 'service-worker.js');
  const { warnings } = await injectManifest({
    swSrc: swFile,
    swDest: swFile,
    globDirectory: outDir,
    globPatterns: ['**/*.{html,js,css,wasm,webmanifest,svg,png,woff2,safetensors,json}', 'data/*'],
    // Only the system asks for these, when it installs the app.
    globIgnores: ['service-worker.js', 'screenshots/**', 'icons/*-512.png'],
    maximumFileSizeToCacheInBytes: 8_000_000,
    // Built files carry their hash in their name.
    dontCacheBustURLsMatching: /^assets\//,
    manifestTransforms: [
      (entries) => ({
        manifest: entries.filter(({ url, size }) => !url.startsWith('data/') || size <= largestPrecached),
      }),
    ],
  });
  const unexpected = warnings.filter((warning) => !warning.startsWith('data/'));
  if (unexpected.length > 0)
    throw new Error(`The service worker cannot precache all it should: ${unexpected.join('; ')}`);
}

/** The data files too large to precache, with their sizes and digests. */
function largeData(folder: string): DataFile[] {
  if (!existsSync(folder)) return [];
  return filesBelow(folder)
    .map((path) => ({ name: basename(path), bytes: readFileSync(path) }))
    .filter(({ bytes }) => bytes.length > largestPrecached)
    .map(({ name, bytes }) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
}
