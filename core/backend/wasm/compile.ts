import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kernelFile } from './kernel-files.ts';
import type { Arithmetic } from './kernel-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = join(root, 'core/backend/wasm/assembly');

/** Where the WebAssembly files are kept between builds, and shared with the tests that run in Node. */
const wasmFolder = join(root, 'node_modules/.cache/latent-lab-wasm');

const variants: readonly (readonly [Arithmetic, boolean])[] = [
  ['reproducible', false],
  ['fast', false],
  ['reproducible', true],
  ['fast', true],
];

/** Largest memory of a build with threads, in pages of 64 KiB: what the format allows. */
const maximumPages = 65536;

const flags = (arithmetic: Arithmetic, threads: boolean): string[] => [
  ...['-O3', '--runtime', 'stub', '--noAssert', '--use', 'abort=', '--importMemory', '--initialMemory', '1'],
  ...['--enable', 'simd', ...(arithmetic === 'fast' ? ['--enable', 'relaxed-simd'] : [])],
  ...(threads ? ['--enable', 'threads', '--sharedMemory', '--maximumMemory', String(maximumPages)] : []),
];

/**
 * Puts tfjs's WebAssembly files and the compiled kernels into one folder, and returns its path. Does nothing when the
 * sources are those that the folder was made from.
 * @throws Error with the compiler's words when the kernels don't compile.
 */
export async function compileKernels(): Promise<string> {
  const names = readdirSync(sources).filter((name) => name.endsWith('.ts'));
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of names.sort()) hash.update(name).update(readFileSync(join(sources, name)));
  const digest = hash.digest('hex');
  const mark = join(wasmFolder, 'sources.sha256');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return wasmFolder;
  mkdirSync(wasmFolder, { recursive: true });
  const tfjs = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  // The SIMD build, and the plain one for processors without SIMD. tfjs's threaded build is left out on purpose.
  for (const name of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm']) {
    copyFileSync(join(tfjs, name), join(wasmFolder, name));
  }
  const compiler = createRequire(import.meta.url).resolve('assemblyscript/bin/asc.js');
  await Promise.all(
    variants.map(async ([arithmetic, threads]) => {
      const file = join(wasmFolder, kernelFile(arithmetic, threads));
      // Another process may be reading the file.
      const partial = `${file.replace(/\.wasm$/, '')}.${process.pid}.wasm.part`;
      await run(process.execPath, [compiler, 'index.ts', '--outFile', partial, ...flags(arithmetic, threads)]);
      renameSync(partial, file);
    }),
  );
  writeFileSync(mark, digest);
  return wasmFolder;
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: sources }, (error, stdout, stderr) => {
      if (error) reject(new Error(`the kernels don't compile:\n${stdout}${stderr}`, { cause: error }));
      else resolve();
    });
  });
}
