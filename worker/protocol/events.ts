import type { BenchmarkProgress } from '../../core/benchmark/options.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { Arithmetic } from '../../core/spec/run-spec.ts';
import type { ImportProgress } from './datasets.ts';
import type { ServiceError } from './errors.ts';
import type { ExperimentProgress } from './experiment.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunId, RunState } from './records.ts';
import type { StudyEvent } from './study.ts';

/** What the worker tells the page, on one MessagePort, at most ten of a kind a second. */
export type LabEvent =
  | {
      readonly type: 'state';
      readonly runId: RunId;
      readonly state: RunState;
      readonly step: number;
      readonly error?: ServiceError;
    }
  | ProgressEvent
  | { readonly type: 'metrics'; readonly runId: RunId; readonly points: readonly MetricPoint[] }
  /**
   * `kept` when it also went to the store, so that the scrubber can return to it. `keptBefore` are steps of others, in
   * order, that went there since the last such event and were not sent.
   */
  | {
      readonly type: 'frame';
      readonly runId: RunId;
      readonly frame: Frame;
      readonly kept: boolean;
      readonly keptBefore?: readonly number[];
    }
  | { readonly type: 'checkpoint'; readonly runId: RunId; readonly checkpoint: CheckpointRecord }
  | {
      readonly type: 'evaluation';
      readonly runId: RunId;
      readonly step: number;
      readonly done: number;
      readonly metrics: readonly MetricValue[];
      /** Once done: seconds that each metric took when it was last measured, and the share; see RunRecord. */
      readonly costs?: Readonly<Record<string, number>>;
      readonly share?: number;
    }
  /** Something the person should know that does not stop the run: a fallback, a quarantined checkpoint. */
  | { readonly type: 'notice'; readonly runId?: RunId; readonly level: 'info' | 'warning'; readonly message: string }
  /** The list of runs changed, here or in another tab. */
  | { readonly type: 'runs-changed' }
  /** The imported sets changed, here or in another tab. */
  | { readonly type: 'datasets-changed' }
  | ({ readonly type: 'import' } & ImportProgress)
  | ({ readonly type: 'benchmark' } & BenchmarkProgress)
  | ({ readonly type: 'experiment' } & ExperimentProgress)
  | StudyEvent
  /** The list of studies changed, here or in another tab. */
  | { readonly type: 'studies-changed' }
  | { readonly type: 'heartbeat' };

export interface ProgressEvent {
  readonly type: 'progress';
  readonly runId: RunId;
  readonly step: number;
  readonly steps: number;
  readonly stepsPerSecond: number;
  /** Seconds left at the present rate. */
  readonly eta: number;
  readonly backend: BackendReport;
  /** Absent until the first step has been made. */
  readonly execution?: ExecutionReport;
  readonly memory: MemoryReport;
  readonly lastSaved?: { readonly step: number; readonly at: number };
}

export interface BackendReport {
  readonly name: 'wasm' | 'webgpu' | 'cpu';
  /** Why this one, e.g. `no GPU adapter: using WebAssembly SIMD`. */
  readonly reason: string;
}

/** How the steps of a run are executed. */
export interface ExecutionReport {
  /** `recorded`: written down once and replayed in one call a step. `eager`: operation by operation. */
  readonly mode: 'recorded' | 'eager';
  /** Why a step could not be recorded, in plain words. */
  readonly reason?: string;
  /** Operations, or dispatches of the graphics processor, of one step. */
  readonly operations?: number;
  readonly threads?: number;
  /** Memory of a recorded step, which holds the parameters too. */
  readonly bytes?: number;
  /** What the kernels really use: `fast` is `reproducible` where the processor or the browser can't fuse. */
  readonly arithmetic?: Arithmetic;
}

export interface MemoryReport {
  readonly tensors: number;
  readonly tensorBytes: number;
  /** Size of the WebAssembly memory: tfjs's heap and, where steps are recorded, the program's. */
  readonly heapBytes?: number;
}

/** As sent: a gap in `sequence` means that messages were lost and the page must read the state anew. */
export interface Envelope {
  readonly sequence: number;
  readonly event: LabEvent;
}
