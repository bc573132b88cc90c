import type { DBSchema, IDBPDatabase } from 'idb';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import type { ImportedSetRecord } from '../protocol/datasets.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunId, RunRecord } from '../protocol/records.ts';
import type { StudyId, StudyRecord } from '../protocol/study.ts';

/** Version of the tables and indexes; IndexedDB compares it when the database is opened. */
export const databaseVersion = 2;

/**
 * Version of what the rows mean, apart from the tables they lie in. It is stored among the settings and checked in
 * every writing transaction, so that an app which does not know the newer rows stops instead of mixing old ones in.
 */
export const formatVersion = 2;
export const formatKey = 'format';

/** A run as any version has stored it: the first format knew no edits. */
export type StoredRun = Omit<RunRecord, 'edits'> & Partial<Pick<RunRecord, 'edits'>>;

export const runOf = (row: StoredRun): RunRecord => ({ ...row, edits: row.edits ?? [] });

/** A study as any version has stored it: the first kept all of its runs. */
export type StoredStudy = Omit<StudyRecord, 'kept'> & Partial<Pick<StudyRecord, 'kept'>>;

export const studyRecordOf = (row: StoredStudy): StudyRecord => ({ ...row, kept: row.kept ?? 'last-state' });

export interface ChunkSummary {
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

/** What a checkpoint is made of. Its chunks, put together, are its tensors' bytes in the order given here. */
export interface CheckpointManifest extends CheckpointRecord {
  readonly format: number;
  readonly spec: RunSpec;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly chunks: readonly ChunkSummary[];
  /** Why it can't be used: it is kept aside, neither loaded nor listed. */
  readonly quarantined?: string;
}

export interface Chunk {
  readonly runId: RunId;
  readonly step: number;
  readonly index: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Some points of a run's history, sorted by step; none is before `firstStep`. */
export interface HistoryChunk {
  readonly runId: RunId;
  readonly firstStep: number;
  readonly points: readonly MetricPoint[];
}

export interface StoredFrame {
  readonly runId: RunId;
  readonly step: number;
  readonly frame: Frame;
}

/** What came of one cell of a study. */
export interface StoredResult {
  readonly studyId: StudyId;
  readonly key: string;
  readonly result: CellResult;
}

/** The packed content of an imported dataset; see core/data/import/packed-set.ts. */
export interface StoredSetData {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What an extractor made of a dataset's examples; see feature-cache.ts for the key. */
export interface StoredFeatures {
  readonly key: string;
  readonly values: Float32Array;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export interface LabSchema extends DBSchema {
  runs: { key: RunId; value: StoredRun };
  checkpoints: { key: [RunId, number]; value: CheckpointManifest };
  chunks: { key: [RunId, number, number]; value: Chunk };
  history: { key: [RunId, number]; value: HistoryChunk };
  frames: { key: [RunId, number]; value: StoredFrame };
  settings: { key: string; value: unknown };
  imported: { key: string; value: ImportedSetRecord };
  importedData: { key: string; value: StoredSetData };
  studies: { key: StudyId; value: StoredStudy };
  results: { key: [StudyId, string]; value: StoredResult };
  features: { key: string; value: StoredFeatures };
}

export type Table =
  | 'runs'
  | 'checkpoints'
  | 'chunks'
  | 'history'
  | 'frames'
  | 'settings'
  | 'imported'
  | 'importedData'
  | 'studies'
  | 'results'
  | 'features';

/** Tables whose keys begin with a run's id. */
export const dependentTables = ['checkpoints', 'chunks', 'history', 'frames'] as const satisfies readonly Table[];

/** Brings a database of any earlier version forward, one version after another, up to this app's or an earlier one. */
export function upgrade(db: IDBPDatabase<LabSchema>, oldVersion: number, newVersion = databaseVersion): void {
  if (oldVersion < 1) {
    db.createObjectStore('runs', { keyPath: 'id' });
    db.createObjectStore('checkpoints', { keyPath: ['runId', 'step'] });
    db.createObjectStore('chunks', { keyPath: ['runId', 'step', 'index'] });
    db.createObjectStore('history', { keyPath: ['runId', 'firstStep'] });
    db.createObjectStore('frames', { keyPath: ['runId', 'step'] });
    db.createObjectStore('settings');
  }
  if (oldVersion < 2 && newVersion >= 2) {
    db.createObjectStore('imported', { keyPath: 'id' });
    db.createObjectStore('importedData', { keyPath: 'id' });
    db.createObjectStore('studies', { keyPath: 'id' });
    db.createObjectStore('results', { keyPath: ['studyId', 'key'] });
    db.createObjectStore('features', { keyPath: 'key' });
  }
}

/** Every key `[runId, ...]` from a step on; all of the run without one. Arrays sort after numbers in IndexedDB. */
export function keysOf(runId: RunId, from = -Infinity): IDBKeyRange {
  return IDBKeyRange.bound([runId, from], [runId, []]);
}

/** Every chunk of one checkpoint. */
export function chunkKeys(runId: RunId, step: number): IDBKeyRange {
  return IDBKeyRange.bound([runId, step], [runId, step, []]);
}
