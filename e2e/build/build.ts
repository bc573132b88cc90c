import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dist, newest, root } from './paths.ts';

/** What the built app is made from. */
const sources = ['core', 'evaluation', 'worker', 'web', 'e2e/build', 'vite.config.ts', 'package-lock.json'];

/**
 * Builds the app and its service worker into `dist/`. The whole is made aside and moved in place at the end, so that
 * a server of the old build never serves half of the new one.
 */
export async function buildApp(): Promise<void> {
  // Loaded only to build: a command of the terminal seldom does.
  const [{ build }, { buildServiceWorker }] = await Promise.all([import('vite'), import('./service-worker.ts')]);
  const outDir = join(root, `.cache/build-${process.pid}`);
  try {
    await build({ configFile: join(root, 'vite.config.ts'), build: { outDir: `../.cache/build-${process.pid}` } });
    await buildServiceWorker(outDir);
    rmSync(dist, { recursive: true, force: true });
    renameSync(outDir, dist);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** Builds the app unless the build is newer than all it is made from. */
export async function ensureBuilt(): Promise<void> {
  const built = join(dist, 'service-worker.js');
  if (existsSync(built) && newest([built]) > newest(sources.map((path) => join(root, path)))) return;
  await buildApp();
}
