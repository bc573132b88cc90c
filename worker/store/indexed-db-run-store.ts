import type { Checkpoint } from '../../core/training/checkpoint.ts';
import type { ArchiveParts } from '../archive/archive-parts.ts';
import { LabError } from '../protocol/errors.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunId, RunRecord } from '../protocol/records.ts';
import { packCheckpoint } from './checkpoint-chunks.ts';
import { loadCheckpoint, recordOf, writeCheckpoint } from './checkpoints.ts';
import type { Connection, Writing } from './connection.ts';
import { compactFrame, frameBytes, keepLastFrame, thinFrames } from './frames.ts';
import { ImportedSets } from './imported-sets.ts';
import { mergePoints, truncatePoints, writePoints } from './history-chunks.ts';
import { pruneCheckpoints, purgeDeleted, purgeRun, runTables } from './purge.ts';
import { framesToThin } from './retention.ts';
import type { CommitOptions, LoadedCheckpoint, RunChange, RunStart, RunStore } from './run-store.ts';
import { keysOf, runOf, type Table } from './schema.ts';
import { writeMakingRoom } from './write-making-room.ts';

/** The store in IndexedDB; see RunStore for what each method promises. */
export class IndexedDbRunStore implements RunStore {
  readonly imported: ImportedSets;
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.imported = new ImportedSets(connection);
  }

  async listRuns(): Promise<RunRecord[]> {
    const runs = await this.#connection.read(['runs'], (tx) => tx.objectStore('runs').getAll());
    return runs.map(runOf).sort((a, b) => b.updatedAt - a.updatedAt);
  }

  getRun(id: RunId): Promise<RunRecord | undefined> {
    return this.#connection.read(['runs'], async (tx) => {
      const row = await tx.objectStore('runs').get(id);
      return row && runOf(row);
    });
  }

  async putRun(record: RunRecord, start?: RunStart): Promise<void> {
    const options = { pinned: start?.pinned ?? false, savedAt: Date.now() };
    const packed = start && (await packCheckpoint(record.id, start.checkpoint, options));
    await this.#add(['runs', 'checkpoints', 'chunks', 'history'], async (tx) => {
      await tx.objectStore('runs').put(record);
      if (packed) await writeCheckpoint(tx, packed);
      await writePoints(tx, record.id, start?.points ?? []);
    });
  }

  updateRun(id: RunId, change: RunChange): Promise<RunRecord> {
    return this.#add(['runs'], (tx) => changeRun(tx, id, (run) => ({ ...run, ...change, updatedAt: Date.now() })));
  }

  async softDelete(id: RunId): Promise<void> {
    await this.#add(['runs'], (tx) => changeRun(tx, id, (run) => ({ ...run, deletedAt: Date.now() })));
  }

  async restore(id: RunId): Promise<void> {
    await this.#add(['runs'], (tx) => changeRun(tx, id, ({ deletedAt: _, ...run }) => run));
  }

  async purge(id?: RunId): Promise<void> {
    await this.#connection.write(
      runTables,
      async (tx) => {
        if (id !== undefined) await purgeRun(tx, id);
        else await purgeDeleted(tx);
      },
      { durable: true },
    );
  }

  async commitCheckpoint(
    runId: RunId,
    checkpoint: Checkpoint,
    { pinned, points = [], run: change = {} }: CommitOptions,
  ): Promise<CheckpointRecord> {
    const now = Date.now();
    const packed = await packCheckpoint(runId, checkpoint, { pinned, savedAt: now });
    return this.#add(['runs', 'checkpoints', 'chunks', 'history'], async (tx) => {
      await changeRun(tx, runId, (run) => ({ ...run, step: checkpoint.step, ...change, updatedAt: now }));
      const manifest = await writeCheckpoint(tx, packed);
      await writePoints(tx, runId, points);
      await pruneCheckpoints(tx, runId);
      return recordOf(manifest);
    });
  }

  loadCheckpoint(runId: RunId, step?: number): Promise<LoadedCheckpoint | undefined> {
    return loadCheckpoint(this.#connection, runId, step);
  }

  async listCheckpoints(runId: RunId): Promise<CheckpointRecord[]> {
    const manifests = await this.#connection.read(['checkpoints'], (tx) =>
      tx.objectStore('checkpoints').getAll(keysOf(runId)),
    );
    return manifests.filter(({ quarantined }) => quarantined === undefined).map(recordOf);
  }

  pin(runId: RunId, step: number, pinned: boolean): Promise<CheckpointRecord> {
    return this.#add(['checkpoints'], async (tx) => {
      const checkpoints = tx.objectStore('checkpoints');
      const manifest = await checkpoints.get([runId, step]);
      if (!manifest || manifest.quarantined !== undefined) {
        throw new LabError('not-found', `There is no checkpoint of step ${step}.`);
      }
      await checkpoints.put({ ...manifest, pinned });
      return recordOf({ ...manifest, pinned });
    });
  }

  settle(runId: RunId): Promise<void> {
    return this.#connection.write(
      ['checkpoints', 'chunks', 'frames'],
      async (tx) => {
        await pruneCheckpoints(tx, runId, 1);
        await keepLastFrame(tx, runId);
      },
      { durable: true },
    );
  }

  bytesOf(runId: RunId): Promise<number> {
    return this.#connection.read(['checkpoints', 'frames'], async (tx) => {
      const manifests = await tx.objectStore('checkpoints').getAll(keysOf(runId));
      const frames = tx.objectStore('frames');
      const keys = await frames.getAllKeys(keysOf(runId));
      const last = keys.length > 0 ? await frames.get(keys.at(-1)!) : undefined;
      const pictures = last ? keys.length * frameBytes(last.frame) : 0;
      return manifests.reduce((sum, { bytes }) => sum + bytes, pictures);
    });
  }

  async appendPoints(runId: RunId, points: readonly MetricPoint[]): Promise<void> {
    if (points.length === 0) return;
    await this.#add(
      ['runs', 'history'],
      async (tx) => {
        await requireRun(tx, runId);
        await writePoints(tx, runId, points);
      },
      { durable: false },
    );
  }

  async history(runId: RunId): Promise<MetricPoint[]> {
    const rows = await this.#connection.read(['history'], (tx) => tx.objectStore('history').getAll(keysOf(runId)));
    return mergePoints(rows.flatMap(({ points }) => points));
  }

  async putFrame(runId: RunId, frame: Frame): Promise<void> {
    const compact = compactFrame(frame);
    await this.#add(
      ['runs', 'frames'],
      async (tx) => {
        await requireRun(tx, runId);
        await tx.objectStore('frames').put({ runId, step: frame.step, frame: compact });
        await thinFrames(tx, runId);
      },
      { durable: false },
    );
  }

  async frame(runId: RunId, step: number): Promise<Frame | undefined> {
    const row = await this.#connection.read(['frames'], (tx) => tx.objectStore('frames').get([runId, step]));
    return row?.frame;
  }

  async frameSteps(runId: RunId): Promise<number[]> {
    const keys = await this.#connection.read(['frames'], (tx) => tx.objectStore('frames').getAllKeys(keysOf(runId)));
    return keys.map(([, step]) => step);
  }

  async truncateAfter(runId: RunId, step: number): Promise<void> {
    await this.#connection.write(['history', 'frames'], async (tx) => {
      await truncatePoints(tx, runId, step);
      const range = IDBKeyRange.bound([runId, step], [runId, []], true);
      await tx.objectStore('frames').delete(range);
    });
  }

  async readParts(runId: RunId): Promise<ArchiveParts> {
    const loaded = await this.loadCheckpoint(runId);
    return this.#connection.read(['runs', 'history', 'frames'], async (tx) => {
      const run = await tx.objectStore('runs').get(runId);
      if (!run) throw notFound();
      const rows = await tx.objectStore('history').getAll(keysOf(runId));
      const frames = await tx.objectStore('frames').getAll(keysOf(runId));
      // What was recorded after the checkpoint will be recorded anew by whoever goes on from it.
      const last = loaded?.checkpoint.step ?? 0;
      return {
        run: { ...runOf(run), step: last },
        ...(loaded && { checkpoint: loaded.checkpoint }),
        points: mergePoints(rows.flatMap(({ points }) => points)).filter((point) => point.step <= last),
        frames: frames.map(({ frame }) => frame).filter((frame) => frame.step <= last),
      };
    });
  }

  async importParts({ run, checkpoint, points, frames }: ArchiveParts): Promise<RunRecord> {
    const { deletedAt: _, ...kept } = run;
    const id = crypto.randomUUID();
    const record: RunRecord = { ...kept, id, step: checkpoint?.step ?? 0, updatedAt: Date.now() };
    const packed = checkpoint && (await packCheckpoint(id, checkpoint, { pinned: false, savedAt: record.updatedAt }));
    const dropped = new Set(framesToThin(frames.map(({ step }) => step).sort((a, b) => a - b)));
    const rows = frames
      .filter(({ step }) => !dropped.has(step))
      .map((frame) => ({ runId: id, step: frame.step, frame: compactFrame(frame) }));
    await this.#add(runTables, async (tx) => {
      await tx.objectStore('runs').put(record);
      if (packed) await writeCheckpoint(tx, packed);
      await writePoints(tx, id, points);
      await Promise.all(rows.map(async (row) => tx.objectStore('frames').put(row)));
    });
    return record;
  }

  close(): void {
    this.#connection.close();
  }

  /** Writes something that takes room, and that must not be lost. */
  #add<T extends Table, R>(
    tables: readonly T[],
    body: (tx: Writing<T>) => Promise<R>,
    { durable = true } = {},
  ): Promise<R> {
    return writeMakingRoom(this.#connection, tables, body, { durable });
  }
}

async function changeRun<T extends Table>(
  tx: Writing<T | 'runs'>,
  id: RunId,
  change: (run: RunRecord) => RunRecord,
): Promise<RunRecord> {
  const runs = tx.objectStore('runs');
  const run = await runs.get(id);
  if (!run) throw notFound();
  const changed = change(runOf(run));
  await runs.put(changed);
  return changed;
}

async function requireRun<T extends Table>(tx: Writing<T | 'runs'>, id: RunId): Promise<void> {
  if ((await tx.objectStore('runs').getKey(id)) === undefined) throw notFound();
}

function notFound(): LabError {
  return new LabError('not-found', 'There is no such run on this device.', {
    remedy: 'It may have been deleted in another tab: look at the list of runs.',
  });
}
