import { sha256 } from '../../core/data/assets.ts';
import { DataError } from '../../core/data/data-error.ts';
import type { AssetReader } from '../../core/data/dataset.ts';
import { decodeSafetensors } from '../../core/training/safetensors.ts';
import type { Extractor, ExtractorSource } from '../metric.ts';
import { lenetExtractor } from './lenet-extractor.ts';
import type { Weight } from './lenet-extractor.ts';

/** The classifier of each dataset, with the SHA-256 of its file under `data/`. `recipe/main.ts` makes the files. */
const classifiers: Readonly<Record<string, { readonly id: string; readonly sha256: string }>> = {
  mnist: { id: 'lenet84-mnist', sha256: '11d5b01e21174fefa5a65dee883918c9a7ac56b3ede2babef14abb5fe6af6641' },
  'fashion-mnist': {
    id: 'lenet84-fashion-mnist',
    sha256: '7a4f6c75368b6e30bd7d597798d329e9b221110ce81aba97ac8b17c59d7ca891',
  },
};

/**
 * Finds the classifier trained on a dataset, undefined for a dataset without one. Each is read once, and again after a
 * failure.
 *
 * @returns a source that rejects with DataError when the file is missing, damaged or another version's.
 */
export function extractorSource(read: AssetReader): ExtractorSource {
  const loading = new Map<string, Promise<Extractor>>();
  return async ({ id }) => {
    const classifier = classifiers[id];
    if (!classifier) return undefined;
    const pending = loading.get(id) ?? load(classifier.id, classifier.sha256, read);
    loading.set(id, pending);
    try {
      return await pending;
    } catch (error) {
      loading.delete(id);
      throw error;
    }
  };
}

async function load(id: string, expected: string, read: AssetReader): Promise<Extractor> {
  const file = `${id}.safetensors`;
  let bytes: Uint8Array;
  try {
    bytes = await read(file);
  } catch (cause) {
    throw new DataError(file, `could not be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  if ((await sha256(bytes)) !== expected) {
    throw new DataError(file, 'is damaged: its SHA-256 is not the expected one; load it again');
  }
  // Safe by the digest: the file is the one that the recipe wrote, of 32-bit floats only.
  return lenetExtractor(id, decodeSafetensors(bytes).tensors as Record<string, Weight>, expected);
}
