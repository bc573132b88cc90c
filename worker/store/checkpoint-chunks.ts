import type { Checkpoint, StoredTensor } from '../../core/training/checkpoint.ts';
import { concatenate, digestOf, sha256 } from '../../core/training/digest.ts';
import { byCodeUnit, sizeOf } from '../../core/training/safetensors.ts';
import { LabError } from '../protocol/errors.ts';
import type { RunId } from '../protocol/records.ts';
import { type CheckpointManifest, type Chunk, formatVersion } from './schema.ts';

/** Small enough to clone without a pause, large enough that a checkpoint is few rows. */
const chunkBytes = 4 * 2 ** 20;

export interface PackedCheckpoint {
  readonly manifest: CheckpointManifest;
  readonly chunks: readonly Chunk[];
}

/**
 * A checkpoint as rows of the store, with the digest of each. Everything that takes time happens here, because an
 * IndexedDB transaction does not survive waiting for anything else.
 * @throws LabError `non-finite`, naming the tensor: a broken state must not replace a good one.
 */
export async function packCheckpoint(
  runId: RunId,
  { spec, step, tensors }: Checkpoint,
  { pinned, savedAt }: { pinned: boolean; savedAt: number },
): Promise<PackedCheckpoint> {
  refuseNonFinite(tensors, step);
  const names = Object.keys(tensors).sort(byCodeUnit);
  const bytes = concatenate(names.map((name) => bytesOf(tensors[name]!)));
  const chunks: Chunk[] = [];
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    chunks.push({ runId, step, index: chunks.length, data: bytes.slice(start, start + chunkBytes) });
  }
  const digests = await Promise.all(chunks.map(({ data }) => sha256(data)));
  const manifest: CheckpointManifest = {
    format: formatVersion,
    runId,
    step,
    savedAt,
    pinned,
    bytes: bytes.length,
    digest: await digestOf(tensors),
    spec,
    tensors: names.map((name) => ({ name, shape: tensors[name]!.shape })),
    chunks: chunks.map(({ data }, index) => ({ bytes: data.length, digest: digests[index]! })),
  };
  return { manifest, chunks };
}

/**
 * Puts a checkpoint together again.
 * @returns the checkpoint, or what is wrong with it in words that fit after "it could not be used:".
 */
export async function unpackCheckpoint(
  manifest: CheckpointManifest,
  chunks: readonly Chunk[],
): Promise<Checkpoint | { readonly fault: string }> {
  const fault = (text: string) => ({ fault: text });
  if (!isManifest(manifest)) return fault('its description is damaged');
  const expected = manifest.tensors.reduce((total, { shape }) => total + 4 * sizeOf(shape), 0);
  const described = manifest.chunks.reduce((total, chunk) => total + chunk.bytes, 0);
  if (expected !== described || expected !== manifest.bytes) return fault('its description is damaged');
  if (chunks.length !== manifest.chunks.length) {
    return fault(`it has ${chunks.length} of ${manifest.chunks.length} parts`);
  }
  for (const [index, summary] of manifest.chunks.entries()) {
    const data: unknown = chunks[index]!.data;
    if (!(data instanceof Uint8Array) || data.length !== summary.bytes) return fault(`part ${index + 1} has lost data`);
    if ((await sha256(data as Uint8Array<ArrayBuffer>)) !== summary.digest)
      return fault(`part ${index + 1} was altered`);
  }
  const { buffer } = concatenate(chunks.map(({ data }) => data));
  let end = 0;
  const tensors = Object.fromEntries(
    manifest.tensors.map(({ name, shape }): [string, StoredTensor] => {
      const begin = end;
      end += 4 * sizeOf(shape);
      return [name, { shape, data: new Float32Array(buffer.slice(begin, end)) }];
    }),
  );
  // The chunks' digests do not cover names and shapes; this one does.
  if ((await digestOf(tensors)) !== manifest.digest) return fault('its tensors do not match its digest');
  return { spec: manifest.spec, step: manifest.step, tensors };
}

function bytesOf({ data }: StoredTensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function refuseNonFinite(tensors: Checkpoint['tensors'], step: number): void {
  for (const [name, { data }] of Object.entries(tensors)) {
    for (let i = 0; i < data.length; i++) {
      if (Number.isFinite(data[i])) continue;
      throw new LabError('non-finite', `At step ${step} '${name}' holds ${data[i]}: this state was not saved.`, {
        path: name,
        remedy: 'Go back to the last checkpoint and lower the learning rate, or add a regulariser.',
      });
    }
  }
}

/** Whether a row still has the parts of a manifest; rows can be damaged like any other data. */
function isManifest(row: Partial<CheckpointManifest>): boolean {
  const isLength = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  return (
    typeof row.digest === 'string' &&
    isLength(row.bytes) &&
    typeof row.spec === 'object' &&
    Array.isArray(row.tensors) &&
    row.tensors.every(({ name, shape }) => typeof name === 'string' && Array.isArray(shape) && shape.every(isLength)) &&
    Array.isArray(row.chunks) &&
    row.chunks.every(({ bytes, digest }) => isLength(bytes) && typeof digest === 'string')
  );
}
