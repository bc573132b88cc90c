import { catalogue, objectionsTo } from '../../core/catalogue.ts';
import { importedSetOf, shapeText } from '../../core/spec/dataset-card.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import { parseRunSpec, requireRunSpec } from '../../core/spec/parse.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { MetricCard, MetricValue } from '../../evaluation/metric.ts';
import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import type { BenchmarkRequest } from '../../worker/protocol/benchmark.ts';
import type { ExamplesRequest, ImportRequest } from '../../worker/protocol/datasets.ts';
import type { ExperimentRequest } from '../../worker/protocol/experiment.ts';
import type { ErrorCode, Result } from '../../worker/protocol/errors.ts';
import type { Envelope, LabEvent } from '../../worker/protocol/events.ts';
import type {
  CheckpointRecord,
  Frame,
  MetricPoint,
  RunEdit,
  RunId,
  RunRecord,
  RunState,
} from '../../worker/protocol/records.ts';
import type { Capabilities, TrainingService } from '../../worker/protocol/service.ts';
import { FakeDatasets, fakeExamples, fakeStatistics } from './fake-datasets.ts';
import { fakeCurves, fakeExperimentReport } from './fake-experiments.ts';
import { fakeCosts, fakeMetricCards, fakeMetrics } from './fake-metrics.ts';
import { fakeReport, fakeStages } from './fake-benchmark.ts';
import { fakeCapabilities } from './fake-capabilities.ts';
import { FakeRun, fakeIdentity, stepsPerTick } from './fake-run.ts';
import { FakeStudies } from './fake-studies.ts';
import { ringModes, ringPoints } from './fake-pictures.ts';

/** How often a fake run moves, in milliseconds. */
const tick = 100;

const ok = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const fail = <T>(code: ErrorCode, message: string): Promise<Result<T>> =>
  Promise.resolve({ ok: false, error: { code, message } });

/** A service that trains nothing: plausible runs, curves, pictures and figures for tests of the screens. */
export class FakeService implements TrainingService {
  readonly runsById: Map<RunId, FakeRun>;
  /** How long each part of a benchmark takes, in milliseconds. */
  benchmarkStageMs = 50;
  /** How long each part of an experiment takes, in milliseconds. */
  experimentStageMs = 50;
  readonly datasetsHere = new FakeDatasets((event) => this.emit(event));
  readonly #studies = new FakeStudies((event) => this.emit(event));
  #experimentCancelled = false;
  #benchmarkCancelled = false;
  #port: MessagePort | undefined;
  #sequence = 0;
  #nextId = 1;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Services that share their runs stand for workers that share a store. */
  constructor(runs: Map<RunId, FakeRun> = new Map()) {
    this.runsById = runs;
  }

  /** Sends an event to the page; `skip` leaves a gap in the sequence, as lost messages do. */
  emit(event: LabEvent, skip = 0): void {
    this.#sequence += skip;
    const envelope: Envelope = { sequence: this.#sequence++, event };
    this.#port?.postMessage(envelope);
  }

  /** Ends the ticking, as when a worker hangs. */
  hang(): void {
    clearInterval(this.#timer);
  }

  connect(port: MessagePort): Promise<Result<void>> {
    this.#port = port;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), tick);
    return ok(undefined);
  }

  capabilities(): Promise<Result<Capabilities>> {
    return ok(fakeCapabilities);
  }

  configure(): Promise<Result<void>> {
    return ok(undefined);
  }

  catalogue(): ReturnType<TrainingService['catalogue']> {
    return ok(this.datasetsHere.catalogue(catalogue));
  }

  check(input: unknown): ReturnType<TrainingService['check']> {
    const parsed = parseRunSpec(input, catalogue);
    if (parsed.ok) return ok({ spec: parsed.spec, identity: fakeIdentity(parsed.spec) });
    return fail('invalid-spec', parsed.issues.map((issue) => `${issue.path}: ${issue.message}`).join(' '));
  }

  objections(spec: RunSpec): ReturnType<TrainingService['objections']> {
    return ok(objectionsTo(spec));
  }

  defaults(method: string, dataset: string): Promise<Result<RunSpec>> {
    const set = this.datasetsHere.sets.find(({ id }) => id === importedSetOf(dataset));
    if (!set) return ok(defaultSpec(catalogue, method, dataset));
    const data = { kind: 'imported', set: set.id, shape: shapeText(set.shape), classes: set.classes.length };
    return ok(requireRunSpec({ method, data }, catalogue));
  }

  async importDataset(request: ImportRequest): ReturnType<TrainingService['importDataset']> {
    return ok(await this.datasetsHere.import(request));
  }

  cancelImport(): Promise<Result<void>> {
    return ok(undefined);
  }

  datasets(): ReturnType<TrainingService['datasets']> {
    return ok([...this.datasetsHere.sets]);
  }

  removeDataset(id: string): Promise<Result<void>> {
    this.datasetsHere.remove(id);
    return ok(undefined);
  }

  datasetExamples(data: Chosen, request: ExamplesRequest): ReturnType<TrainingService['datasetExamples']> {
    return ok(fakeExamples(this.datasetsHere.catalogue(catalogue), data, request));
  }

  datasetStatistics(data: Chosen): ReturnType<TrainingService['datasetStatistics']> {
    return ok(fakeStatistics(this.datasetsHere.catalogue(catalogue), data));
  }

  runs(): ReturnType<TrainingService['runs']> {
    const rows = [...this.runsById.values()].filter(({ record }) => record.deletedAt === undefined);
    return ok(rows.map(({ record, state, step }) => ({ run: { ...record, step }, state, elsewhere: false })));
  }

  create(spec: RunSpec, name?: string): Promise<Result<RunRecord>> {
    return ok(this.seed(spec, name ?? `${spec.method} on ${spec.data.kind}`, 0).record);
  }

  /** Puts a run in the list that has already trained for some steps. */
  seed(spec: RunSpec, name: string, step: number): FakeRun {
    const run = new FakeRun(this.#nextId++, spec, name, step);
    this.runsById.set(run.record.id, run);
    return run;
  }

  open(runId: RunId): ReturnType<TrainingService['open']> {
    const run = this.runsById.get(runId);
    if (!run) return fail('not-found', `No run is stored under ${runId}.`);
    const points =
      run.record.spec.data.kind === 'ring' ? { realPoints: ringPoints(600, 1, 99), extent: 2, modes: ringModes } : {};
    return ok({
      run: run.record,
      state: run.state,
      step: run.step,
      elsewhere: false,
      checkpoints: run.checkpoints,
      points: run.points,
      frameSteps: run.frameSteps,
      abilities: ['sample', 'reconstruct'],
      ...points,
    });
  }

  async race(runIds: readonly RunId[]): Promise<Result<void>> {
    for (const runId of runIds) await this.start(runId);
    return ok(undefined);
  }

  start(runId: RunId): Promise<Result<void>> {
    return this.#change(runId, 'training');
  }

  pause(runId: RunId): Promise<Result<void>> {
    const run = this.runsById.get(runId);
    if (run) this.#save(run, false);
    return this.#change(runId, 'paused');
  }

  step(runId: RunId): Promise<Result<void>> {
    const run = this.runsById.get(runId);
    if (run) {
      run.advance(1);
      this.emit({ type: 'metrics', runId, points: run.points.slice(-1) });
      this.emit({ type: 'frame', runId, frame: run.frame(run.step), kept: false });
    }
    return this.#change(runId, 'paused');
  }

  watch(): Promise<Result<void>> {
    return ok(undefined);
  }

  async stages(runId: RunId): ReturnType<TrainingService['stages']> {
    const run = this.runsById.get(runId);
    if (!run) return fail('not-found', 'no such run');
    const players = Object.keys(run.record.spec.optimisers);
    const before = { player: '', move: 0, moves: players.length, frame: run.frame(run.step) };
    await this.step(runId);
    const frame = run.frame(run.step);
    return ok([before, ...players.map((player, i) => ({ player, move: i + 1, moves: players.length, frame }))]);
  }

  edit(runId: RunId, changes: RunEdit['changes']): Promise<Result<RunRecord>> {
    const run = this.runsById.get(runId);
    if (!run) return fail('not-found', 'no such run');
    run.record = { ...run.record, edits: [...run.record.edits, { step: run.step, changes }] };
    return ok(run.record);
  }

  save(runId: RunId, pinned: boolean): Promise<Result<CheckpointRecord>> {
    const run = this.runsById.get(runId);
    return run ? ok(this.#save(run, pinned)) : fail('not-found', 'no such run');
  }

  fork(runId: RunId, step: number, changes: Partial<RunSpec>, name?: string): Promise<Result<RunRecord>> {
    const run = this.runsById.get(runId);
    if (!run) return fail('not-found', 'no such run');
    const fork = this.seed({ ...run.record.spec, ...changes }, name ?? `${run.record.name} (fork)`, step);
    fork.record = { ...fork.record, parent: { runId, step } };
    return ok(fork.record);
  }

  rename(runId: RunId, name: string): Promise<Result<void>> {
    return this.#edit(runId, { name });
  }

  remove(runId: RunId): Promise<Result<void>> {
    return this.#edit(runId, { deletedAt: Date.now() });
  }

  restore(runId: RunId): Promise<Result<void>> {
    const run = this.runsById.get(runId);
    if (run) {
      const { deletedAt: _, ...record } = run.record;
      run.record = record;
    }
    return ok(undefined);
  }

  purge(): Promise<Result<void>> {
    return ok(undefined);
  }

  history(runId: RunId): Promise<Result<readonly MetricPoint[]>> {
    return ok(this.runsById.get(runId)?.points ?? []);
  }

  frame(runId: RunId, step: number): Promise<Result<Frame>> {
    const run = this.runsById.get(runId);
    return run ? ok(run.frame(step)) : fail('not-found', 'no such run');
  }

  sample(): ReturnType<TrainingService['sample']> {
    return fail('unsupported', 'the fake service draws no samples');
  }

  reconstruct(): ReturnType<TrainingService['reconstruct']> {
    return fail('unsupported', 'the fake service reconstructs nothing');
  }

  async evaluate(runId: RunId): Promise<Result<readonly MetricValue[]>> {
    const run = this.runsById.get(runId);
    if (!run) return fail('not-found', 'no such run');
    const metrics = fakeMetrics(run.record.spec, run.step / run.record.spec.steps);
    const costs = fakeCosts(run.record.spec);
    for (const done of [0.2, 0.6, 1]) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      this.emit({
        type: 'evaluation',
        runId,
        step: run.step,
        done,
        ...(done === 1 ? { metrics, costs } : { metrics: [] }),
      });
    }
    run.record = { ...run.record, evaluation: { step: run.step, metrics, costs } };
    return ok(metrics);
  }

  cancelEvaluation(): Promise<Result<void>> {
    return ok(undefined);
  }

  metricsFor(spec: RunSpec): Promise<Result<readonly MetricCard[]>> {
    return ok(fakeMetricCards(spec));
  }

  digest(runId: RunId): Promise<Result<{ step: number; digest: string }>> {
    return ok({ step: this.runsById.get(runId)?.step ?? 0, digest: 'a'.repeat(64) });
  }

  exportRun(): Promise<Result<Blob>> {
    return ok(new Blob(['archive']));
  }

  importRun(): Promise<Result<RunRecord>> {
    return fail('invalid-archive', 'This file is no run archive.');
  }

  async benchmark(request: BenchmarkRequest): Promise<Result<BenchmarkReport>> {
    this.#benchmarkCancelled = false;
    const stages = fakeStages(request);
    for (const [i, what] of stages.entries()) {
      const done = i / stages.length;
      this.emit({ type: 'benchmark', done, what, report: fakeReport(request, 1, done) });
      await new Promise((resolve) => setTimeout(resolve, this.benchmarkStageMs));
      if (this.#benchmarkCancelled) return fail('cancelled', 'The benchmark was cancelled.');
    }
    return ok(fakeReport(request));
  }

  evaluationSpeed(): ReturnType<TrainingService['evaluationSpeed']> {
    return ok([]);
  }

  cancelBenchmark(): Promise<Result<void>> {
    this.#benchmarkCancelled = true;
    return ok(undefined);
  }

  experiments(): ReturnType<TrainingService['experiments']> {
    return ok([]);
  }

  async experiment({ id, options = {} }: ExperimentRequest): ReturnType<TrainingService['experiment']> {
    this.#experimentCancelled = false;
    for (const done of [0.1, 0.4, 0.7]) {
      const curves = fakeCurves(id, options, done);
      this.emit({ type: 'experiment', id, done, what: 'training', ...(curves && { curves }) });
      await new Promise((resolve) => setTimeout(resolve, this.experimentStageMs));
      if (this.#experimentCancelled) return fail('cancelled', 'The experiment was cancelled.');
    }
    return ok(fakeExperimentReport(id, options));
  }

  cancelExperiment(): Promise<Result<void>> {
    this.#experimentCancelled = true;
    return ok(undefined);
  }

  hidden(): Promise<Result<void>> {
    return ok(undefined);
  }

  studies: TrainingService['studies'] = (...values) => this.#studies.studies(...values);
  studyPresets: TrainingService['studyPresets'] = (...values) => this.#studies.studyPresets(...values);
  checkStudy: TrainingService['checkStudy'] = (...values) => this.#studies.checkStudy(...values);
  createStudy: TrainingService['createStudy'] = (study) => this.#studies.createStudy(study);
  openStudy: TrainingService['openStudy'] = (...values) => this.#studies.openStudy(...values);
  startStudy: TrainingService['startStudy'] = (...values) => this.#studies.startStudy(...values);
  pauseStudy: TrainingService['pauseStudy'] = (...values) => this.#studies.pauseStudy(...values);
  reorderStudy: TrainingService['reorderStudy'] = (...values) => this.#studies.reorderStudy(...values);
  keepStudyRuns: TrainingService['keepStudyRuns'] = (...values) => this.#studies.keepStudyRuns(...values);
  studySpace: TrainingService['studySpace'] = (...values) => this.#studies.studySpace(...values);
  removeStudy: TrainingService['removeStudy'] = (...values) => this.#studies.removeStudy(...values);
  studyTable: TrainingService['studyTable'] = (...values) => this.#studies.studyTable(...values);
  studyReport: TrainingService['studyReport'] = (id, format) => this.#studies.studyReport(id, format);
  importResults: TrainingService['importResults'] = (...values) => this.#studies.importResults(...values);

  #tick(): void {
    this.emit({ type: 'heartbeat' });
    this.#studies.tick(stepsPerTick);
    for (const run of this.runsById.values()) if (run.state === 'training') this.#train(run);
  }

  #train(run: FakeRun): void {
    const { spec, id } = run.record;
    run.advance(Math.min(stepsPerTick, spec.steps - run.step));
    const kept = run.frameSteps.at(-1) === run.step;
    this.emit(run.progress);
    this.emit({ type: 'metrics', runId: id, points: run.points.slice(-1) });
    this.emit({ type: 'frame', runId: id, frame: run.frame(run.step), kept });
    if (run.step >= spec.steps) {
      this.#save(run, false);
      run.state = 'finished';
      this.emit({ type: 'state', runId: id, state: 'finished', step: run.step });
    }
  }

  #save(run: FakeRun, pinned: boolean): CheckpointRecord {
    const checkpoint = run.save(pinned);
    this.emit({ type: 'checkpoint', runId: run.record.id, checkpoint });
    return checkpoint;
  }

  #change(runId: RunId, state: RunState): Promise<Result<void>> {
    const run = this.runsById.get(runId);
    if (!run) return fail('not-found', 'no such run');
    run.state = state;
    this.emit({ type: 'state', runId, state, step: run.step });
    return ok(undefined);
  }

  #edit(runId: RunId, changes: Partial<RunRecord>): Promise<Result<void>> {
    const run = this.runsById.get(runId);
    if (!run) return fail('not-found', 'no such run');
    run.record = { ...run.record, ...changes };
    return ok(undefined);
  }
}
