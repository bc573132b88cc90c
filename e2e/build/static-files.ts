import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Plugin } from 'vite';
import { newest, root } from './paths.ts';

const wasmSource = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
const weightsSource = join(root, 'evaluation/extractors/weights');
const packRecipe = join(root, 'core/data/pack.ts');

/** Where the packed datasets are kept between builds; ignored by git. */
const packedData = join(root, '.cache/data');

/** The SIMD build, and the plain one for processors without SIMD. The threaded build is left out on purpose. */
const wasmNames = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'];

/**
 * The app's static files that are no module: tensor binaries under `/wasm/`, datasets and classifier weights under
 * `/data/`. Answers URL path -> file, for the build to copy and for the test server to serve.
 */
function staticFiles(): Map<string, string> {
  packDatasets();
  const files = new Map(wasmNames.map((name) => [`/wasm/${name}`, join(wasmSource, name)]));
  for (const name of filesIn(packedData)) files.set(`/data/${name}`, join(packedData, name));
  for (const name of filesIn(weightsSource)) {
    if (name.endsWith('.safetensors')) files.set(`/data/${name}`, join(weightsSource, name));
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

/** Packs the datasets, unless a pack newer than its recipe is there. */
function packDatasets(): void {
  if (!existsSync(packRecipe) || newest([packedData]) > newest([dirname(packRecipe)])) return;
  rmSync(packedData, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', packRecipe, packedData], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0)
    throw new Error(`core/data/pack.ts failed with exit status ${status}: the datasets are not packed.`);
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
