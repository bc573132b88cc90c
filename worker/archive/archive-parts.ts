import type { Checkpoint } from '../../core/training/checkpoint.ts';
import type { Frame, MetricPoint, RunRecord } from '../protocol/records.ts';

/** Everything that a run is, as it goes into an archive and comes out of one. */
export interface ArchiveParts {
  readonly run: RunRecord;
  /** The last checkpoint; absent before the first. */
  readonly checkpoint?: Checkpoint;
  /** Ascending steps. */
  readonly points: readonly MetricPoint[];
  /** Ascending steps. */
  readonly frames: readonly Frame[];
}
