import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import { objectionsTo } from '../../core/catalogue.ts';
import type { Catalogue, Objection } from '../../core/spec/catalogue.ts';
import type { EditableParts } from '../../core/spec/edits.ts';
import type { Chosen } from '../../core/spec/fields.ts';
import { identityOf } from '../../core/spec/identity.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { digestOf } from '../../core/training/digest.ts';
import type { MetricCard, MetricValue } from '../../evaluation/metric.ts';
import type { ExperimentCard, ExperimentReport } from '../../evaluation/reproduction/experiment.ts';
import { experiments } from '../../evaluation/reproduction/registry.ts';
import type { ReportFormat } from '../../evaluation/study/study-table.ts';
import type { BenchmarkRequest } from '../protocol/benchmark.ts';
import type {
  DatasetStatistics,
  ExamplesPage,
  ExamplesRequest,
  ImportedSetRecord,
  ImportReport,
  ImportRequest,
} from '../protocol/datasets.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import type { LabEvent } from '../protocol/events.ts';
import type { ExperimentRequest } from '../protocol/experiment.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunId, RunRecord, RunState, Stage } from '../protocol/records.ts';
import type { Capabilities, CheckedSpec, LabSettings, OpenRun, RunRow } from '../protocol/service.ts';
import type { StudyId } from '../protocol/study.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Stores } from '../store/store.ts';
import { Studies } from '../study/studies.ts';
import { Attention } from './attention.ts';
import { BackendOwner, wasmPath } from './backend-owner.ts';
import { benchmarker } from './benchmark.ts';
import { checkSpec } from './check-spec.ts';
import { editRun } from './edit-run.ts';
import type { EvaluationOptions } from './evaluator.ts';
import { Evaluator } from './evaluator.ts';
import { DatasetOwner } from './dataset-owner.ts';
import { EventChannel } from './event-channel.ts';
import { experimenter } from './experiment.ts';
import { archiveOf } from './export-run.ts';
import { forkOf } from './fork.ts';
import { deviceLostError } from './device-lost.ts';
import { offeredMetrics } from './offered-metrics.ts';
import { Pacemaker } from './pacemaker.ts';
import { readRun } from './read-run.ts';
import { RunLocks } from './run-locks.ts';
import { isOver } from './run-over.ts';
import { RunRecords } from './run-records.ts';
import type { RunSession } from './run-session.ts';
import type { SessionHost } from './session-host.ts';
import { SessionOwner } from './session-owner.ts';
import { reconstructExamples, sampleAt } from './use-abilities.ts';

/**
 * The laboratory: runs, of which one or those of a race may be in memory, and the store. Methods throw LabError; `remote-service.ts`
 * turns that into results. Calls that touch the run in memory go one after another.
 */
export class LabService {
  readonly #store: RunStore;
  readonly #events = new EventChannel((event) => this.#heard(event));
  readonly #attention = new Attention();
  readonly #locks = new RunLocks();
  readonly #backend = new BackendOwner((reason) => this.#deviceLost(reason));
  readonly #benchmarker = benchmarker();
  readonly #experimenter = experimenter();
  readonly #datasets: DatasetOwner;
  readonly #records: RunRecords;
  readonly #sessions: SessionOwner;
  readonly #evaluator: Evaluator;
  readonly #studies: Studies;
  #settings: LabSettings = { backend: 'auto', autosaveSeconds: 30 };
  #opened: RunId | undefined;
  /** The runs that the page shows. */
  #watched: ReadonlySet<RunId> = new Set();
  /** The runs that were last asked to train together, and not yet to pause. */
  #wanted: ReadonlySet<RunId> = new Set();

  constructor({ runs: store, studies, features }: Stores) {
    this.#store = store;
    this.#evaluator = new Evaluator({
      events: this.#events,
      features,
      backend: () => this.#backend.report.name,
      update: (runId, change) => this.#sessions.update(runId, change),
    });
    this.#datasets = new DatasetOwner(store.imported, this.#events);
    this.#records = new RunRecords(store, this.#events);
    const host: SessionHost = {
      store,
      events: this.#events,
      attention: this.#attention,
      backend: () => this.#backend.report,
      heapBytes: () => this.#backend.heapBytes(),
      lossOfDevice: () => this.#backend.lossOfDevice,
      autosaveSeconds: () => this.#settings.autosaveSeconds,
      evaluate: (session, which) => this.#evaluator.runScheduled(session, which),
      watched: (runId) => this.#watched.has(runId),
      ended: ({ id }) => void this.#locks.release(id),
    };
    this.#sessions = new SessionOwner(host, {
      records: this.#records,
      locks: this.#locks,
      backend: this.#backend,
      datasets: this.#datasets.cache,
    });
    this.#studies = new Studies({
      store: studies,
      runs: store,
      records: this.#records,
      sessions: this.#sessions,
      evaluator: this.#evaluator,
      backend: this.#backend,
      emit: (event) => this.#events.emit(event),
      interrupt: () => this.#attention.given(),
    });
  }

  async connect(port: MessagePort, attention?: SharedArrayBuffer): Promise<void> {
    this.#events.connect(port);
    this.#attention.connect(attention);
  }

  async capabilities(): Promise<Capabilities> {
    return this.#backend.capabilities();
  }

  async configure(settings: LabSettings): Promise<void> {
    this.#settings = settings;
    if (this.#backend.choose(settings.backend)) {
      await this.#sessions.inTurn(async () => {
        await this.#sessions.close();
        await this.#backend.stop();
      });
    }
    // A worker is told its settings before anything else.
    await this.#studies.resume();
  }

  async catalogue(): Promise<Catalogue> {
    return this.#datasets.catalogue();
  }

  async check(input: unknown): Promise<CheckedSpec> {
    const spec = checkSpec(input);
    return { spec, identity: await identityOf(spec) };
  }

  async objections(spec: RunSpec): Promise<readonly Objection[]> {
    return [...objectionsTo(spec), ...(await this.#datasets.objections(spec))];
  }

  async defaults(method: string, dataset: string): Promise<RunSpec> {
    return this.#datasets.defaults(method, dataset);
  }

  async runs(): Promise<readonly RunRow[]> {
    const elsewhere = await this.#locks.elsewhere();
    const records = await this.#store.listRuns();
    const listed = records.filter(({ study }) => !study);
    return listed.map((run) => ({ run, state: this.#stateOf(run, elsewhere), elsewhere: elsewhere.has(run.id) }));
  }

  async create(input: RunSpec, name?: string): Promise<RunRecord> {
    return this.#records.add(input, name);
  }

  async open(runId: RunId): Promise<OpenRun> {
    const run = await this.#records.get(runId);
    this.#opened = runId;
    if (!this.#watched.has(runId)) this.#watched = new Set([runId]);
    const elsewhere = await this.#locks.elsewhere();
    const read = await readRun(this.#store, this.#datasets.cache, run, this.#sessions.live(runId));
    return { ...read, state: this.#stateOf(run, elsewhere), elsewhere: elsewhere.has(runId) };
  }

  async watch(runIds: readonly RunId[]): Promise<void> {
    this.#watched = new Set(runIds);
  }

  start(runId: RunId): Promise<void> {
    return this.race([runId]);
  }

  async race(runIds: readonly RunId[]): Promise<void> {
    const wanted = new Set(runIds);
    this.#wanted = wanted;
    // A run of the study that is under way is trained by that.
    if (this.#studies.active && !(await this.#studies.yieldTo(runIds))) return;
    await this.#sessions.inTurn(async () => {
      const sessions: RunSession[] = [];
      for (const runId of wanted) {
        if (this.#wanted !== wanted) break;
        const session = await this.#sessions.hold(runId, wanted);
        // A pause may be under way, or may have come while the run was being loaded.
        if (session.stopping) await session.idle();
        // One that trains by itself joins the others anew.
        if (wanted.size > 1) await session.halt();
        sessions.push(session);
      }
      const going = sessions.filter(({ over }) => !over);
      const from = Math.min(...going.map(({ trainer }) => trainer.completed));
      const pace =
        going.length > 1
          ? new Pacemaker(
              going.map(({ id }) => id),
              from,
            )
          : undefined;
      for (const session of sessions) {
        if (this.#wanted === wanted) session.start(Infinity, pace);
        await this.#sessions.letGo(session);
      }
    });
  }

  step(runId: RunId): Promise<void> {
    return this.#sessions.inTurn(async () => {
      const session = await this.#sessions.hold(runId);
      await session.halt();
      session.start(1);
      await session.idle();
      await this.#sessions.letGo(session);
    });
  }

  stages(runId: RunId): Promise<readonly Stage[]> {
    return this.#sessions.inTurn(async () => {
      const session = await this.#sessions.hold(runId);
      await session.halt();
      try {
        return await session.stages();
      } finally {
        await this.#sessions.letGo(session);
      }
    });
  }

  edit(runId: RunId, changes: EditableParts): Promise<RunRecord> {
    const update = (change: Partial<RunRecord>) => this.#sessions.update(runId, change);
    return this.#sessions.resting(runId, (session) => editRun(session, changes, update));
  }

  async pause(runId: RunId): Promise<void> {
    const study = this.#studies.trains(runId);
    if (study !== undefined) return this.#studies.pause(study);
    this.#attention.given();
    this.#evaluator.cancel();
    // Runs that are trained together pause together.
    const runIds = this.#wanted.has(runId) ? this.#wanted : new Set([runId]);
    if (this.#wanted === runIds) this.#wanted = new Set();
    const sessions = this.#sessions.present.filter(({ id }) => runIds.has(id));
    await Promise.all(sessions.map((session) => session.halt()));
    // Answer now; the checkpoints and the release of the runs follow before any later call.
    for (const session of sessions) {
      void this.#sessions
        .inTurn(() => this.#sessions.letGo(session))
        .catch((error: unknown) => this.#events.warn(session.id, error));
    }
  }

  save(runId: RunId, pinned: boolean): Promise<CheckpointRecord> {
    return this.#sessions.resting(runId, (session) => session.save(pinned));
  }

  async fork(runId: RunId, step: number, changes: Partial<RunSpec>, name?: string): Promise<RunRecord> {
    return this.#sessions.inTurn(async () => {
      const parent = await this.#records.get(runId);
      const live = this.#sessions.live(runId);
      if (live?.trainer.completed === step) await live.between(() => live.saveIfNew());
      const tools = { store: this.#store, backend: this.#backend, datasets: this.#datasets.cache };
      const { spec, fork } = await forkOf(tools, parent, step, changes);
      return this.#records.add(spec, name ?? `${parent.name} (fork)`, fork);
    });
  }

  async rename(runId: RunId, name: string): Promise<void> {
    const trimmed = name.trim().slice(0, 120);
    if (trimmed === '') throw new LabError('invalid-spec', 'A run needs a name.');
    await this.#sessions.update(runId, { name: trimmed });
  }

  async remove(runId: RunId): Promise<void> {
    await this.#sessions.ending(runId, () => this.#store.softDelete(runId));
    this.#records.changed();
  }

  async restore(runId: RunId): Promise<void> {
    await this.#records.restore(runId);
  }

  async purge(): Promise<void> {
    await this.#records.purge();
  }

  async history(runId: RunId): Promise<readonly MetricPoint[]> {
    return [...(await this.#store.history(runId)), ...(this.#sessions.live(runId)?.unsavedPoints ?? [])];
  }

  async frame(runId: RunId, step: number): Promise<Frame> {
    const frame = await this.#store.frame(runId, step);
    if (!frame) throw new LabError('not-found', `There is no picture of step ${step}.`);
    return frame;
  }

  sample(runId: RunId, latents: Float32Array): Promise<{ shape: readonly number[]; data: Float32Array }> {
    return this.#sessions.resting(runId, ({ trainer }) => sampleAt(trainer, latents));
  }

  reconstruct(
    runId: RunId,
    indices: readonly number[],
  ): Promise<{ shape: readonly number[]; originals: Float32Array; outputs: Float32Array }> {
    return this.#sessions.resting(runId, ({ trainer }) => reconstructExamples(trainer, indices));
  }

  evaluate(runId: RunId, options: EvaluationOptions): Promise<readonly MetricValue[]> {
    const controller = this.#evaluator.plan();
    return this.#sessions
      .resting(runId, async (session) => {
        const metrics = await this.#evaluator.run(session, options, controller);
        await session.savePoints();
        return metrics;
      })
      .finally(() => this.#evaluator.drop(controller));
  }

  async cancelEvaluation(): Promise<void> {
    this.#evaluator.cancel();
  }

  async metricsFor(spec: RunSpec): Promise<readonly MetricCard[]> {
    return offeredMetrics(spec, await this.#datasets.cache.get(spec));
  }

  digest(runId: RunId): Promise<{ step: number; digest: string }> {
    return this.#sessions.resting(runId, async ({ trainer }) => {
      const { step, tensors } = await trainer.checkpoint();
      return { step, digest: await digestOf(tensors) };
    });
  }

  async exportRun(runId: RunId): Promise<Blob> {
    return this.#sessions.inTurn(() => archiveOf(this.#store, runId, this.#sessions.live(runId)));
  }

  async importRun(archive: Blob): Promise<RunRecord> {
    return this.#records.import(archive);
  }

  importDataset(request: ImportRequest): Promise<ImportReport> {
    return this.#datasets.import(request);
  }

  async cancelImport(): Promise<void> {
    this.#datasets.cancelImport();
  }

  datasets(): Promise<readonly ImportedSetRecord[]> {
    return this.#datasets.list();
  }

  removeDataset(id: string): Promise<void> {
    const training = this.#sessions.present.filter((session) => session.training);
    return this.#datasets.remove(
      id,
      training.map(({ record }) => record.spec),
    );
  }

  datasetExamples(data: Chosen, request: ExamplesRequest): Promise<ExamplesPage> {
    return this.#datasets.examples(data, request);
  }

  datasetStatistics(data: Chosen): Promise<DatasetStatistics> {
    return this.#datasets.statistics(data);
  }

  async benchmark(request: BenchmarkRequest): Promise<BenchmarkReport> {
    return this.#benchmarker.run(
      { request, wasmPath },
      // After whatever is being stored or started, so that what it finds is what there is.
      () => this.#sessions.inTurn(() => this.#sessions.requireRest()),
      (progress) => this.#events.relay({ type: 'benchmark', ...progress }),
    );
  }

  async cancelBenchmark(): Promise<void> {
    this.#benchmarker.cancel();
  }

  async experiments(): Promise<readonly ExperimentCard[]> {
    return experiments.map(({ run: _, ...card }) => card);
  }

  async experiment(request: ExperimentRequest): Promise<ExperimentReport> {
    return this.#experimenter.run(
      { request, wasmPath },
      () => this.#sessions.inTurn(() => this.#sessions.requireRest()),
      (progress) => this.#events.relay({ type: 'experiment', ...progress }),
    );
  }

  async cancelExperiment(): Promise<void> {
    this.#experimenter.cancel();
  }

  studies = () => this.#studies.list();
  studyPresets = () => this.#studies.presets();
  checkStudy = (input: unknown) => this.#studies.check(input);
  createStudy = (study: StudySpec, only?: readonly string[]) => this.#studies.create(study, only);
  openStudy = (id: StudyId) => this.#studies.open(id);
  startStudy = (id: StudyId) => this.#studies.start(id);
  pauseStudy = (id: StudyId) => this.#studies.pause(id);
  reorderStudy = (id: StudyId, keys: readonly string[]) => this.#studies.reorder(id, keys);
  removeStudy = (id: StudyId) => this.#studies.remove(id);
  studyTable = (id: StudyId, baseline?: string) => this.#studies.table(id, baseline);
  studyReport = (id: StudyId, format: ReportFormat, times?: boolean) => this.#studies.report(id, format, times);
  importResults = (id: StudyId, results: unknown) => this.#studies.import(id, results);

  async hidden(): Promise<void> {
    this.#attention.given();
    await this.#sessions.inTurn(async () => {
      for (const session of this.#sessions.present) await session.between(() => session.saveIfNew());
    });
  }

  #stateOf(run: RunRecord, elsewhere: ReadonlySet<RunId>): RunState {
    if (elsewhere.has(run.id)) return 'training';
    const state = this.#sessions.live(run.id)?.state;
    if (state !== undefined && state !== 'idle') return state;
    if (isOver(run, run.step, run.trainedSeconds)) return 'finished';
    return run.step > 0 ? 'paused' : 'idle';
  }

  #deviceLost(reason: string): void {
    // Nothing may have been on it: the next start chooses anew.
    if (this.#sessions.present.length === 0) void this.#backend.stop();
    // As data: a clone of an Error keeps nothing but its message.
    const error = toServiceError(deviceLostError(reason));
    for (const { id, trainer } of this.#sessions.present) {
      this.#events.emit({ type: 'state', runId: id, state: 'failed', step: trainer.completed, error });
    }
  }

  /** What another tab's worker tells: news of the runs that this page follows, or of the list. */
  #heard(event: LabEvent): void {
    const runId = 'runId' in event ? event.runId : undefined;
    const shown = runId !== undefined && (runId === this.#opened || this.#watched.has(runId));
    const ofAll =
      event.type === 'runs-changed' ||
      event.type === 'datasets-changed' ||
      event.type === 'studies-changed' ||
      event.type === 'study';
    if (ofAll || shown) this.#events.relay(event);
  }
}
