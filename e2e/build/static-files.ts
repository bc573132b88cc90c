import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { Plugin } from 'vite';
import { compileKernels } from '../../core/backend/wasm/compile.ts';
import { pack, packedData } from '../../core/data/pack.ts';
import { root } from './paths.ts';

const weightsSource = join(root, 'evaluation/extractors/weights');

/**
 * The app's static files that are no module: tensor binaries under `/wasm/`, datasets and classifier weights under
 * `/data/`. Answers URL path -> file, for the build to copy and for the test server to serve.
 */
async function staticFiles(): Promise<Map<string, string>> {
  await pack(packedData);
  const wasm = await compileKernels();
  const files = new Map<string, string>();
  for (const name of filesIn(wasm)) if (name.endsWith('.wasm')) files.set(`/wasm/${name}`, join(wasm, name));
  for (const name of filesIn(packedData)) {
    // Another name is a file that is still being written.
    if (name.endsWith('.bin')) files.set(`/data/${name}`, join(packedData, name));
  }
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
      let files: Promise<Map<string, string>> | undefined;
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname;
        if (!/^\/(wasm|data)\//.test(path)) return next();
        files ??= staticFiles();
        files
          .then((known) => {
            const file = known.get(path);
            if (!file) return next();
            const type = extname(file) === '.wasm' ? 'application/wasm' : 'application/octet-stream';
            response.writeHead(200, { 'content-type': type, 'content-length': statSync(file).size });
            createReadStream(file).pipe(response);
          })
          .catch(next);
      });
    },
    async writeBundle() {
      for (const [path, file] of await staticFiles()) {
        const target = join(outDir, path);
        await mkdir(dirname(target), { recursive: true });
        await copyFile(file, target);
      }
    },
  };
}

function filesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
