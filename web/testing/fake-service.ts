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
import { FakeStudies } from './fake-studies.ts';
import { imagesFrame, pointsFrame, ringModes, ringPoints } from './fake-pictures.ts';

interface FakeRun {
  record: RunRecord;
  state: RunState;
  step: number;
  points: MetricPoint[];
  frameSteps: number[];
  checkpoints: CheckpointRecord[];
}

/** How often a fake run moves, in milliseconds, and by how many steps. */
const tick = 100;
const stepsPerTick = 20;
/** Steps between stored pictures. */
const frameEvery = 100;

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
    if (parsed.ok) return ok({ spec: parsed.spec, identity: identityOf(parsed.spec) });
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
    const id = `run-${this.#nextId++}`;
    const now = Date.now();
    const record: RunRecord = {
      id,
      name,
      spec,
      identity: identityOf(spec),
      createdAt: now - step * 50,
      updatedAt: now - this.#nextId * 400_000,
      step,
      trainedSeconds: step / 200,
      edits: [],
      resumes: step > 1000 ? [Math.round(step / 2)] : [],
      ...(step > 0 && {
        evaluation: { step, metrics: fakeMetrics(spec, step / spec.steps), costs: fakeCosts(spec), share: 0.06 },
      }),
    };
    const run: FakeRun = {
      record,
      state: step >= spec.steps ? 'finished' : 'idle',
      step: 0,
      points: [],
      frameSteps: [],
      checkpoints: [],
    };
    this.runsById.set(id, run);
    while (run.step < step) this.#advance(run, Math.min(stepsPerTick, step - run.step));
    if (step > 0) run.checkpoints.push(this.#checkpoint(run, false));
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
      this.#advance(run, 1);
      this.emit({ type: 'metrics', runId, points: run.points.slice(-1) });
      this.emit({ type: 'frame', runId, frame: this.#frame(run, run.step), kept: false });
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
    const before = { player: '', move: 0, moves: players.length, frame: this.#frame(run, run.step) };
    await this.step(runId);
    const frame = this.#frame(run, run.step);
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
    return run ? ok(this.#frame(run, step)) : fail('not-found', 'no such run');
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
    this.#advance(run, Math.min(stepsPerTick, spec.steps - run.step));
    const kept = run.frameSteps.at(-1) === run.step;
    this.emit({
      type: 'progress',
      runId: id,
      step: run.step,
      steps: spec.steps,
      stepsPerSecond: 203.4,
      eta: (spec.steps - run.step) / 203.4,
      backend: fakeCapabilities.chosen,
      execution: { mode: 'recorded', operations: 312, threads: 2, bytes: 24_600_000, arithmetic: spec.arithmetic },
      memory: { tensors: 0, tensorBytes: 0, heapBytes: 67_108_864 },
      lastSaved: { step: Math.floor(run.step / 500) * 500, at: Date.now() - 12_000 },
    });
    this.emit({ type: 'metrics', runId: id, points: run.points.slice(-1) });
    this.emit({ type: 'frame', runId: id, frame: this.#frame(run, run.step), kept });
    if (run.step >= spec.steps) {
      this.#save(run, false);
      run.state = 'finished';
      this.emit({ type: 'state', runId: id, state: 'finished', step: run.step });
    }
  }

  #advance(run: FakeRun, steps: number): void {
    run.step += steps;
    run.record = { ...run.record, step: run.step };
    const t = run.step / run.record.spec.steps;
    const wobble = (by: number): number => Math.sin(run.step * by) * 0.12 + Math.sin(run.step * by * 7.3) * 0.07;
    const seconds = run.step / 203.4;
    const values: Record<string, number> =
      run.record.spec.method === 'vae'
        ? {
            'vae/loss': 105 + 440 * Math.exp(-t * 12) + 8 * wobble(0.7),
            'vae/reconstruction': 82 + 460 * Math.exp(-t * 12) + 8 * wobble(0.5),
            'vae/kl': 25 * (1 - Math.exp(-t * 15)) + wobble(0.9),
          }
        : {
            'generator/loss': 0.72 + 1.6 * Math.exp(-t * 6) + wobble(0.31),
            'discriminator/loss': 1.32 - 0.7 * Math.exp(-t * 5) + wobble(0.47),
            'discriminator/r1': 0.08 + 0.3 * Math.exp(-t * 4) + 0.1 * Math.abs(wobble(0.8)),
          };
    if (run.step % 500 === 0) values['modes'] = Math.min(8, Math.round(2 + t * 9));
    run.points.push({ step: run.step, seconds, values });
    if (run.step % frameEvery === 0) run.frameSteps.push(run.step);
  }

  #frame(run: FakeRun, step: number): Frame {
    const { spec } = run.record;
    const progress = 1 - Math.exp(-5 * (step / spec.steps));
    const dataset = catalogue.datasets.find(({ id }) => id === spec.data.kind);
    return dataset?.shape.length === 3 ? imagesFrame(step, progress, dataset.id) : pointsFrame(step, progress);
  }

  #checkpoint(run: FakeRun, pinned: boolean): CheckpointRecord {
    const digest = run.step.toString(16).padStart(8, '0').repeat(8);
    return { runId: run.record.id, step: run.step, savedAt: Date.now(), bytes: 1_432_100, digest, pinned };
  }

  #save(run: FakeRun, pinned: boolean): CheckpointRecord {
    const checkpoint = this.#checkpoint(run, pinned);
    run.checkpoints = [...run.checkpoints.filter(({ step }) => step !== run.step), checkpoint];
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

function identityOf(spec: RunSpec): string {
  let hash = 7;
  for (const c of JSON.stringify(spec)) hash = (Math.imul(hash, 31) + c.charCodeAt(0)) >>> 0;
  return hash.toString(16).padStart(8, '0').repeat(8);
}

const kernelNames = [
  'MatMul',
  'Conv2D',
  'Conv2DBackpropInput',
  'Conv2DBackpropFilter',
  'Exp',
  'Softplus',
  'Tanh',
  'Sum',
  'Adam',
  'Philox',
];

const fakeCapabilities: Capabilities = {
  backends: [
    {
      name: 'wasm',
      available: true,
      detail: 'WebAssembly SIMD',
      kernels: kernelNames.map((kernel, i) => ({ kernel, passed: true, error: (i + 1) * 3.1e-8, tolerance: 1e-5 })),
    },
    { name: 'webgpu', available: false, detail: 'this browser offers no GPU adapter', kernels: [] },
  ],
  chosen: { name: 'wasm', reason: 'no GPU adapter: using WebAssembly SIMD' },
  cores: 8,
  simd: true,
  crossOriginIsolated: false,
  storage: { usage: 38_000_000, quota: 2_400_000_000, persisted: false },
};
