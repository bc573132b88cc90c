import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wasmSource = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
const weightsSource = join(root, 'evaluation/extractors/weights');

/** Where the packed datasets are kept between builds; ignored by git. */
const packedData = join(root, '.cache/data');

/** The SIMD build, and the plain one for processors without SIMD. The threaded build is left out on purpose. */
const wasmNames = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'];

/**
 * The app's static files that are no module: tensor binaries under `/wasm/`, datasets and classifier weights under
 * `/data/`. Answers URL path -> file, for the build to copy and for the test server to serve.
 */
export function staticFiles(): Map<string, string> {
  const files = new Map(wasmNames.map((name) => [`/wasm/${name}`, join(wasmSource, name)]));
  for (const folder of [packDatasets(), weightsSource]) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      if (!name.endsWith('.md')) files.set(`/data/${name}`, join(folder, name));
    }
  }
  return files;
}

/** Copies the static files into the build, and serves them from vite's own server (tests in a browser). */
export function staticFilesPlugin(): Plugin {
  let outDir = '';
  return {
    name: 'latent-lab-static-files',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir);
    },
    configureServer(server) {
      const files = staticFiles();
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        const file = files.get(path);
        if (!file) return next();
        response.setHeader('content-type', extname(file) === '.wasm' ? 'application/wasm' : 'application/octet-stream');
        response.setHeader('content-length', statSync(file).size);
        createReadStream(file).pipe(response);
      });
    },
    async writeBundle() {
      for (const [path, file] of staticFiles()) {
        const target = join(outDir, path);
        await mkdir(dirname(target), { recursive: true });
        await copyFile(file, target);
      }
    },
  };
}

/** Packs the datasets unless a pack newer than everything it is made from is there. Answers its folder. */
function packDatasets(): string {
  const recipe = join(root, 'core/data/pack.ts');
  if (!existsSync(recipe)) return packedData;
  if (newest(packedData) > newest(dirname(recipe))) return packedData;
  rmSync(packedData, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', recipe, packedData], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    throw new Error(`${basename(recipe)} failed with exit status ${status}: the datasets are not packed.`);
  return packedData;
}

/** Time of the last change of any file below a folder, in milliseconds; 0 for none. */
function newest(folder: string): number {
  if (!existsSync(folder)) return 0;
  const times = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs);
  return Math.max(0, ...times);
}
