import type { MetricCard, MetricValue } from '../../evaluation/metric.ts';
import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import type { Catalogue, Objection } from '../../core/spec/catalogue.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { ExperimentCard, ExperimentReport } from '../../evaluation/reproduction/experiment.ts';
import type { EvaluationTiming } from '../../evaluation/speed.ts';
import type { BenchmarkRequest, EvaluationSpeedRequest } from './benchmark.ts';
import type {
  DatasetStatistics,
  ExamplesPage,
  ExamplesRequest,
  ImportedSetRecord,
  ImportReport,
  ImportRequest,
} from './datasets.ts';
import type { Result } from './errors.ts';
import type { BackendReport } from './events.ts';
import type { ExperimentRequest } from './experiment.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import type { ReportFormat, StudyTable } from '../../evaluation/study/study-table.ts';
import type {
  CheckedStudy,
  KeptRuns,
  OpenStudy,
  ReportFile,
  StudyId,
  StudyRecord,
  StudyRow,
  StudySpace,
} from './study.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunEdit, RunId, RunRecord, RunState, Stage } from './records.ts';

export type BackendChoice = 'auto' | 'wasm' | 'webgpu';

export interface KernelCheck {
  readonly kernel: string;
  readonly passed: boolean;
  /** Largest relative error against the reference, and what was allowed. */
  readonly error: number;
  readonly tolerance: number;
}

export interface BackendCheck {
  readonly name: 'wasm' | 'webgpu';
  readonly available: boolean;
  /** Why it can't be used, or what it is (the adapter's name). */
  readonly detail: string;
  readonly kernels: readonly KernelCheck[];
}

export interface Capabilities {
  readonly backends: readonly BackendCheck[];
  readonly chosen: BackendReport;
  readonly cores: number;
  readonly simd: boolean;
  readonly crossOriginIsolated: boolean;
  readonly storage: { readonly usage: number; readonly quota: number };
}

/** Lab-wide settings that change no numbers. */
export interface LabSettings {
  readonly backend: BackendChoice;
  /** Seconds of training between checkpoints. */
  readonly autosaveSeconds: number;
}

export interface CheckedSpec {
  readonly spec: RunSpec;
  readonly identity: string;
}

/** All that a screen needs to show a run that it has just opened. */
export interface OpenRun {
  readonly run: RunRecord;
  readonly state: RunState;
  readonly step: number;
  /** True when another tab holds the run: this one only follows. */
  readonly elsewhere: boolean;
  readonly checkpoints: readonly CheckpointRecord[];
  readonly points: readonly MetricPoint[];
  /** Steps of the stored frames, ascending. */
  readonly frameSteps: readonly number[];
  /** Real points `[n, 2]` for point data, to draw behind the samples. */
  readonly realPoints?: Float32Array;
  readonly extent?: number;
  /** Where the data is a mixture of separate Gaussians: `[k, 2]`, and their standard deviation. */
  readonly modes?: { readonly centres: Float32Array; readonly std: number };
  /** Names of the game's abilities. */
  readonly abilities: readonly string[];
}

/** A row of the table of runs. */
export interface RunRow {
  readonly run: RunRecord;
  readonly state: RunState;
  readonly elsewhere: boolean;
}

/** The training service, exposed by the worker through Comlink. Every answer is data: no call rejects. */
export interface TrainingService {
  /**
   * Gives the page's end of the event channel to the worker (transfer the port). `attention` is 4 shared bytes
   * that the page sets to 1 before a call that must not wait for the end of a training step (pause, hidden);
   * pages that are not cross-origin isolated have none, and wait.
   */
  connect(port: MessagePort, attention?: SharedArrayBuffer): Promise<Result<void>>;
  /** Probes backends, runs the self-test and chooses; answers at once when asked again. */
  capabilities(): Promise<Result<Capabilities>>;
  configure(settings: LabSettings): Promise<Result<void>>;
  /** What can be chosen in a spec. Needs no backend. */
  catalogue(): Promise<Result<Catalogue>>;
  /** Checks anything: a form, a link, a file. Migrates older versions, fills defaults. */
  check(input: unknown): Promise<Result<CheckedSpec>>;
  /** Every objection to a spec that is otherwise well-formed, to show beside its fields. */
  objections(spec: RunSpec): Promise<Result<readonly Objection[]>>;
  /** A complete spec for a method on a dataset (see datasetId), everything else at that method's defaults. */
  defaults(method: string, dataset: string): Promise<Result<RunSpec>>;

  runs(): Promise<Result<readonly RunRow[]>>;
  create(spec: RunSpec, name?: string): Promise<Result<RunRecord>>;
  /** Also begins to watch the run. */
  open(runId: RunId): Promise<Result<OpenRun>>;
  /**
   * Says which runs the page shows: live frames are drawn for those alone, since they take time from training.
   * Frames to keep always are drawn.
   */
  watch(runIds: readonly RunId[]): Promise<Result<void>>;
  /** Starts, or goes on from the last checkpoint. Pauses whichever run was training. */
  start(runId: RunId): Promise<Result<void>>;
  /**
   * Starts several runs, or goes on with them, in step with each other; those that are behind catch up first. Pausing
   * one of them pauses all.
   */
  race(runIds: readonly RunId[]): Promise<Result<void>>;
  /** Answers once training has stopped; the checkpoint that it left is stored before any later call is served. */
  pause(runId: RunId): Promise<Result<void>>;
  /** One training step, then paused. */
  step(runId: RunId): Promise<Result<void>>;
  /** One training step in slow motion, then paused: the state before it, and after each player's move. */
  stages(runId: RunId): Promise<Result<readonly Stage[]>>;
  /**
   * Changes optimisers or dynamics at the present step of a run that trains or rests, which it goes on with. The run
   * keeps it among its edits.
   */
  edit(runId: RunId, changes: RunEdit['changes']): Promise<Result<RunRecord>>;
  /** Stores a checkpoint now. A pinned one is never pruned. */
  save(runId: RunId, pinned: boolean): Promise<Result<CheckpointRecord>>;
  /** A new run that starts from a checkpoint of another, with some settings changed. */
  fork(runId: RunId, step: number, changes: Partial<RunSpec>, name?: string): Promise<Result<RunRecord>>;
  rename(runId: RunId, name: string): Promise<Result<void>>;
  /** Marks a run as deleted; `restore` undoes it until `purge`. */
  remove(runId: RunId): Promise<Result<void>>;
  restore(runId: RunId): Promise<Result<void>>;
  /** Forgets deleted runs for good. */
  purge(): Promise<Result<void>>;
  /** Curves of a run, for comparison. */
  history(runId: RunId): Promise<Result<readonly MetricPoint[]>>;
  frame(runId: RunId, step: number): Promise<Result<Frame>>;

  /** Data for the given latents `[count, dimension]`; images 0 to 1. */
  sample(runId: RunId, latents: Float32Array): Promise<Result<{ shape: readonly number[]; data: Float32Array }>>;
  /** Reconstructions of the test examples with the given indices. */
  reconstruct(
    runId: RunId,
    indices: readonly number[],
  ): Promise<Result<{ shape: readonly number[]; originals: Float32Array; outputs: Float32Array }>>;
  /**
   * Evaluates the run as it stands; progress comes as events. `metrics` limits which, `importance` is the number of
   * posterior draws for each example of an importance-weighted bound.
   */
  evaluate(
    runId: RunId,
    options: { samples: number; metrics?: readonly string[]; importance?: number },
  ): Promise<Result<readonly MetricValue[]>>;
  cancelEvaluation(): Promise<Result<void>>;
  /** By what a run of this spec can be measured, in the order of a report. Reads its data, but needs no backend. */
  metricsFor(spec: RunSpec): Promise<Result<readonly MetricCard[]>>;
  /** SHA-256 over all parameters and slots in name order, of the run as it stands. */
  digest(runId: RunId): Promise<Result<{ step: number; digest: string }>>;

  exportRun(runId: RunId): Promise<Result<Blob>>;
  importRun(archive: Blob): Promise<Result<RunRecord>>;
  /** Reads files as one set and stores it, or nothing; progress comes as events. Training goes on meanwhile. */
  importDataset(request: ImportRequest): Promise<Result<ImportReport>>;
  /** Ends the import; it fails with `cancelled`, and leaves nothing. */
  cancelImport(): Promise<Result<void>>;
  /** The imported sets of this device, the last imported first. */
  datasets(): Promise<Result<readonly ImportedSetRecord[]>>;
  /** Fails with `busy` while a run is trained on it. Runs on it stay, and can be trained again once it is imported again. */
  removeDataset(id: string): Promise<Result<void>>;
  /** Examples of any dataset, to look at. */
  datasetExamples(data: Chosen, request: ExamplesRequest): Promise<Result<ExamplesPage>>;
  datasetStatistics(data: Chosen): Promise<Result<DatasetStatistics>>;
  /**
   * Measures this device in a worker of its own; progress comes as events. Fails with `busy` while a run trains here
   * and `busy-elsewhere` while another tab trains or measures; nothing can be trained before it ends.
   */
  benchmark(request: BenchmarkRequest): Promise<Result<BenchmarkReport>>;
  /** Times what evaluations compute, in a worker of its own, as a benchmark. */
  evaluationSpeed(request: EvaluationSpeedRequest): Promise<Result<readonly EvaluationTiming[]>>;
  /** Ends the benchmark at once; it fails with `cancelled`. */
  cancelBenchmark(): Promise<Result<void>>;
  /** The published claims that can be checked here. Needs no backend. */
  experiments(): Promise<Result<readonly ExperimentCard[]>>;
  /** Checks one of them, in a worker of its own; progress comes as events. Excludes training as a benchmark does. */
  experiment(request: ExperimentRequest): Promise<Result<ExperimentReport>>;
  /** Ends the experiment at once; it fails with `cancelled`. */
  cancelExperiment(): Promise<Result<void>>;

  studies(): Promise<Result<readonly StudyRow[]>>;
  /** Studies to start from, by id. */
  studyPresets(): Promise<Result<Readonly<Record<string, StudySpec>>>>;
  /** Checks anything: a form, a file. Fills defaults; says what its arms would be. */
  checkStudy(input: unknown): Promise<Result<CheckedStudy>>;
  /** @param only Keys of the cells that this device is to run: the others come by `importResults`. */
  createStudy(study: StudySpec, only?: readonly string[]): Promise<Result<StudyRecord>>;
  openStudy(studyId: StudyId): Promise<Result<OpenStudy>>;
  /**
   * Trains its cells, one after another, until every one has a result: over the end of the app too, which goes on when it
   * is opened again. Pauses whatever else trains.
   */
  startStudy(studyId: StudyId): Promise<Result<void>>;
  pauseStudy(studyId: StudyId): Promise<Result<void>>;
  /** Runs cells in another order. @param keys Of every cell, each once. */
  reorderStudy(studyId: StudyId, keys: readonly string[]): Promise<Result<void>>;
  /** Chooses what stays of runs whose results are stored, of those that have ended as of those to come. */
  keepStudyRuns(studyId: StudyId, kept: KeptRuns): Promise<Result<void>>;
  studySpace(studyId: StudyId): Promise<Result<StudySpace>>;
  /** Forgets a study, its runs and its results for good. */
  removeStudy(studyId: StudyId): Promise<Result<void>>;
  /** @param baseline Label of the arm to compare with, where it is not to be the study's own. */
  studyTable(studyId: StudyId, baseline?: string): Promise<Result<StudyTable>>;
  /** A report of what is there. @param times Also what a clock said: on no two machines the same. */
  studyReport(studyId: StudyId, format: ReportFormat, times?: boolean): Promise<Result<ReportFile>>;
  /** Adds results of cells that another machine has run. Fails where they are of other runs or contradict those here. */
  importResults(studyId: StudyId, results: unknown): Promise<Result<void>>;
  /** The page is being hidden or closed: checkpoint whatever trains. */
  hidden(): Promise<Result<void>>;
}
