import type { Checkpoint } from '../../core/training/checkpoint.ts';
import type { ArchiveParts } from '../archive/archive-parts.ts';
import type { ImportedSets } from './imported-sets.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunId, RunRecord } from '../protocol/records.ts';

/** What may change in a stored run. Its spec may not: another spec is another run. */
export type RunChange = Partial<
  Pick<RunRecord, 'name' | 'step' | 'trainedSeconds' | 'evaluation' | 'resumes' | 'edits' | 'identity'>
>;

export interface CommitOptions {
  /** A pinned checkpoint is never pruned. */
  readonly pinned: boolean;
  /** Points recorded since the last checkpoint. */
  readonly points?: readonly MetricPoint[];
  readonly run?: RunChange;
}

/** What a fork starts from. */
export interface RunStart {
  readonly checkpoint: Checkpoint;
  readonly points?: readonly MetricPoint[];
  readonly pinned?: boolean;
}

/** A checkpoint that failed its check on loading, and why. */
export interface Quarantined {
  readonly step: number;
  readonly reason: string;
}

export interface LoadedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly record: CheckpointRecord;
  /** Newer ones that could not be used, newest first: tell the person. */
  readonly quarantined: readonly Quarantined[];
}

/**
 * Runs on this device. Every change is one transaction: it happens as a whole or not at all. Changes to runs and
 * checkpoints resolve only once they have reached the disk.
 *
 * Every method rejects with a LabError: `quota` when there is no room even after pruning, `newer-version` when a
 * newer app has taken over, `not-found` when there is no such run, `storage` for any other failure.
 */
export interface RunStore {
  readonly imported: ImportedSets;
  /** Every run, deleted ones that can still be restored included; the last changed first. */
  listRuns(): Promise<RunRecord[]>;
  getRun(id: RunId): Promise<RunRecord | undefined>;
  /** Stores a new run; a fork with what it starts from, so that no crash can leave it at step 0. */
  putRun(record: RunRecord, start?: RunStart): Promise<void>;
  updateRun(id: RunId, change: RunChange): Promise<RunRecord>;
  /** Marks a run as deleted; `restore` undoes it until `purge`, or until its room is needed. */
  softDelete(id: RunId): Promise<void>;
  restore(id: RunId): Promise<void>;
  /** Forgets one run, or every deleted one, with all that belongs to it. */
  purge(id?: RunId): Promise<void>;

  /**
   * Stores a checkpoint, the run's head and the points since the last checkpoint together, and prunes: the last three
   * and every pinned checkpoint stay.
   * @throws LabError `non-finite`, naming the tensor; nothing is stored then.
   */
  commitCheckpoint(runId: RunId, checkpoint: Checkpoint, options: CommitOptions): Promise<CheckpointRecord>;
  /**
   * The newest checkpoint that passes its check (length and SHA-256 of every part, digest of the whole), at `step` or
   * before when given. One that fails is quarantined: kept aside, and never loaded or listed again.
   * @returns undefined when the run has none.
   * @throws LabError `not-found` when there is none at `step`; `storage` when there were some and every one failed.
   */
  loadCheckpoint(runId: RunId, step?: number): Promise<LoadedCheckpoint | undefined>;
  /** Usable checkpoints, ascending steps. */
  listCheckpoints(runId: RunId): Promise<CheckpointRecord[]>;
  pin(runId: RunId, step: number, pinned: boolean): Promise<CheckpointRecord>;
  /** Leaves a run that has ended its curves, its last picture, and its last and its pinned checkpoints. */
  settle(runId: RunId): Promise<void>;
  /** Bytes of a run's checkpoints and pictures, which are counted as large as the last. */
  bytesOf(runId: RunId): Promise<number>;

  appendPoints(runId: RunId, points: readonly MetricPoint[]): Promise<void>;
  /** One point a step, ascending. */
  history(runId: RunId): Promise<MetricPoint[]>;
  /** Stores a frame; a run keeps at most 240, evenly thinned. */
  putFrame(runId: RunId, frame: Frame): Promise<void>;
  frame(runId: RunId, step: number): Promise<Frame | undefined>;
  /** Ascending. */
  frameSteps(runId: RunId): Promise<number[]>;
  /**
   * Removes points and frames after a step. A crash may have left some that are later than the last checkpoint;
   * training that resumes there records them anew.
   */
  truncateAfter(runId: RunId, step: number): Promise<void>;

  /** A run with its last checkpoint, its history and its frames, to export. */
  readParts(runId: RunId): Promise<ArchiveParts>;
  /** Stores an imported run under a new id, all of it or nothing. */
  importParts(parts: ArchiveParts): Promise<RunRecord>;

  close(): void;
}
