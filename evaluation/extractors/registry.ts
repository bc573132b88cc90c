import { sha256 } from '../../core/data/assets.ts';
import { DataError } from '../../core/data/data-error.ts';
import type { AssetReader, Dataset } from '../../core/data/dataset.ts';
import { decodeSafetensors } from '../../core/training/safetensors.ts';
import type { Extractor, ExtractorSource } from '../metric.ts';
import { classifierOf } from './classifiers.ts';
import { channelwise } from './digits-extractor.ts';
import { lenetExtractor } from './lenet-extractor.ts';
import type { Weight } from './lenet-extractor.ts';
import { pointsExtractor } from './points-extractor.ts';
import { isSeen, randomConvExtractor } from './random-conv.ts';

/**
 * Finds the extractor of a dataset: the classifier trained on it, or on its channels; for other images random
 * convolutions; for points the points. Undefined for sequences. Weights are read once, and again after a failure.
 *
 * @returns a source that rejects with DataError when a file is missing, damaged or another version's.
 */
export function extractorSource(read: AssetReader): ExtractorSource {
  const loading = new Map<string, Promise<Extractor>>();
  const classifier = async ({ id, sha256: expected }: { id: string; sha256: string }): Promise<Extractor> => {
    const pending = loading.get(id) ?? load(id, expected, read);
    loading.set(id, pending);
    try {
      return await pending;
    } catch (error) {
      loading.delete(id);
      throw error;
    }
  };
  return async (dataset: Dataset) => {
    const trained = classifierOf(dataset);
    const { shape, digits } = dataset;
    if (trained) {
      const extractor = await classifier(trained);
      return digits === undefined ? extractor : channelwise(extractor, digits);
    }
    if (isSeen(shape)) return randomConvExtractor(shape);
    return shape.length === 1 ? pointsExtractor(shape[0]!) : undefined;
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
