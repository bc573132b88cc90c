import type { StoredTensor } from './checkpoint.ts';
import { digestOf } from './digest.ts';
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from './safetensors.ts';

/** The key of `__metadata__` under which a file carries the digest of its own tensors. */
const digestKey = 'digest';

export interface StateFile {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** `digestOf` the tensors. */
  readonly digest: string;
}

/**
 * Tensors as a safetensors file whose metadata holds their digest, so that damage is noticed when it is read.
 * @throws SafetensorsError as `encodeSafetensors`.
 */
export async function writeStateFile(
  tensors: Readonly<Record<string, StoredTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  return encodeSafetensors(tensors, { ...metadata, [digestKey]: await digestOf(tensors) });
}

/**
 * Reads 32-bit float tensors and checks them against the digest that the file carries, if it carries one (files from
 * other programs don't).
 * @throws SafetensorsError when the file is malformed, has tensors of another type, or does not match its digest.
 */
export async function readStateFile(bytes: Uint8Array): Promise<StateFile> {
  const { tensors: decoded, metadata } = decodeSafetensors(bytes);
  const tensors = Object.fromEntries(
    Object.entries(decoded).map(([name, { dtype, shape, data }]): [string, StoredTensor] => {
      if (!(data instanceof Float32Array)) throw new SafetensorsError(`tensor '${name}' is ${dtype}, not F32`);
      return [name, { shape, data }];
    }),
  );
  const digest = await digestOf(tensors);
  const expected = metadata[digestKey];
  if (expected !== undefined && expected !== digest) {
    throw new SafetensorsError('the tensors do not match the digest in the file: it was damaged or edited');
  }
  return { tensors, metadata, digest };
}
