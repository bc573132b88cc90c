import type { Checkpoint } from '../../core/training/checkpoint.ts';
import { LabError } from '../protocol/errors.ts';
import type { CheckpointRecord, RunId } from '../protocol/records.ts';
import { type PackedCheckpoint, unpackCheckpoint } from './checkpoint-chunks.ts';
import type { Connection, Writing } from './connection.ts';
import type { LoadedCheckpoint, Quarantined } from './run-store.ts';
import { type CheckpointManifest, chunkKeys, formatVersion, keysOf, type Table } from './schema.ts';

/** The part of a manifest that the rest of the app sees. */
export function recordOf({ runId, step, savedAt, bytes, digest, pinned }: CheckpointManifest): CheckpointRecord {
  return { runId, step, savedAt, bytes, digest, pinned };
}

/** Writes a checkpoint's rows in place of an earlier one of the same step, which stays pinned if it was. */
export async function writeCheckpoint<T extends Table>(
  tx: Writing<T | 'checkpoints' | 'chunks'>,
  { manifest, chunks }: PackedCheckpoint,
): Promise<CheckpointManifest> {
  const { runId, step } = manifest;
  const checkpoints = tx.objectStore('checkpoints');
  const earlier = await checkpoints.get([runId, step]);
  const written = { ...manifest, pinned: manifest.pinned || (earlier?.pinned ?? false) };
  const rows = tx.objectStore('chunks');
  await rows.delete(chunkKeys(runId, step));
  await Promise.all(chunks.map(async (chunk) => rows.put(chunk)));
  await checkpoints.put(written);
  return written;
}

export async function deleteCheckpoint<T extends Table>(
  tx: Writing<T | 'checkpoints' | 'chunks'>,
  runId: RunId,
  step: number,
): Promise<void> {
  await tx.objectStore('checkpoints').delete([runId, step]);
  await tx.objectStore('chunks').delete(chunkKeys(runId, step));
}

/** See RunStore.loadCheckpoint. */
export async function loadCheckpoint(
  connection: Connection,
  runId: RunId,
  step?: number,
): Promise<LoadedCheckpoint | undefined> {
  const candidates = await candidateSteps(connection, runId, step);
  const quarantined: Quarantined[] = [];
  for (const candidate of candidates) {
    const found = await tryCheckpoint(connection, runId, candidate);
    if (found === undefined) continue;
    if ('checkpoint' in found) return { ...found, quarantined };
    quarantined.push({ step: candidate, reason: found.fault });
    if (found.damaged) await quarantine(connection, runId, candidate, found.fault);
  }
  if (quarantined.length > 0) {
    const reasons = quarantined.map(({ step: at, reason }) => `step ${at}: ${reason}`).join('; ');
    throw new LabError('storage', `No checkpoint of this run could be used (${reasons}).`, {
      remedy: 'Import the run from an archive if you have one, or open it again to start over from step 0.',
    });
  }
  return undefined;
}

/** Steps to try, best first: from the run's head back, then any that lie after it. */
async function candidateSteps(connection: Connection, runId: RunId, step?: number): Promise<number[]> {
  const { head, steps } = await connection.read(['runs', 'checkpoints'], async (tx) => {
    const run = await tx.objectStore('runs').get(runId);
    const manifests = await tx.objectStore('checkpoints').getAll(keysOf(runId));
    const usable = manifests.filter(({ quarantined }) => quarantined === undefined);
    return { head: run?.step ?? Infinity, steps: usable.map((manifest) => manifest.step).reverse() };
  });
  if (step === undefined) return [...steps.filter((at) => at <= head), ...steps.filter((at) => at > head)];
  if (!steps.includes(step)) throw new LabError('not-found', `There is no checkpoint of step ${step}.`);
  return steps.filter((at) => at <= step);
}

type Attempt =
  | { readonly checkpoint: Checkpoint; readonly record: CheckpointRecord }
  /** `damaged` when the data are wrong, not just unreadable now. */
  | { readonly fault: string; readonly damaged: boolean };

/** Undefined when another tab has pruned it meanwhile. */
async function tryCheckpoint(connection: Connection, runId: RunId, step: number): Promise<Attempt | undefined> {
  const rows = await connection
    .read(['checkpoints', 'chunks'], async (tx) => ({
      manifest: await tx.objectStore('checkpoints').get([runId, step]),
      chunks: await tx.objectStore('chunks').getAll(chunkKeys(runId, step)),
    }))
    .catch((error: unknown) => ({ fault: unreadable(error), damaged: false }));
  if ('fault' in rows) return rows;
  const { manifest, chunks } = rows;
  if (manifest === undefined) return undefined;
  if (manifest.format > formatVersion) {
    throw new LabError('newer-version', `The checkpoint of step ${step} was saved by a newer version of Latent Lab.`, {
      remedy: 'Reload the page to get the newer version.',
    });
  }
  const unpacked = await unpackCheckpoint(manifest, chunks);
  if ('fault' in unpacked) return { fault: unpacked.fault, damaged: true };
  return { checkpoint: unpacked, record: recordOf(manifest) };
}

/** What to say of rows that the browser itself could not read, e.g. because a file behind them is gone. */
function unreadable(error: unknown): string {
  const cause = error instanceof LabError ? error.cause : error;
  const name = cause instanceof Error ? cause.name : '';
  if (!['NotReadableError', 'DataError', 'UnknownError'].includes(name)) throw error;
  return `the browser could not read it (${name})`;
}

/** Sets a damaged checkpoint aside, and moves the run's head back to the newest one that is left. */
async function quarantine(connection: Connection, runId: RunId, step: number, reason: string): Promise<void> {
  try {
    await connection.write(['runs', 'checkpoints'], async (tx) => {
      const checkpoints = tx.objectStore('checkpoints');
      const runs = tx.objectStore('runs');
      const manifest = await checkpoints.get([runId, step]);
      if (manifest) await checkpoints.put({ ...manifest, quarantined: reason });
      const run = await runs.get(runId);
      if (run?.step !== step) return;
      const others = await checkpoints.getAll(keysOf(runId));
      const good = others.filter((other) => other.quarantined === undefined && other.step < step);
      await runs.put({ ...run, step: good.at(-1)?.step ?? 0 });
    });
  } catch (error) {
    // The mark only spares the next load a check. Loading must succeed where there is no room for it.
    if (!(error instanceof LabError) || error.code !== 'quota') throw error;
  }
}
