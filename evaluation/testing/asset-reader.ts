import { readFile } from 'node:fs/promises';
import type { AssetReader } from '../../core/data/dataset.ts';
import { nodeAssetReader } from '../../core/data/pack.ts';

const weights = new URL('../extractors/weights/', import.meta.url);

/** Reads the app's data files from disk in Node, the classifiers' weights among them. */
export function assetReaderInNode(): AssetReader {
  const readData = nodeAssetReader();
  return async (name) =>
    name.endsWith('.safetensors') ? new Uint8Array(await readFile(new URL(name, weights))) : readData(name);
}
