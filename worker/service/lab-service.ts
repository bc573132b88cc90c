import type { BenchmarkReport } from '../../core/benchmark/report.ts';
import { catalogue, objectionsTo } from '../../core/catalogue.ts';
import { datasets } from '../../core/data/catalogue.ts';
import { methodOf } from '../../core/methods/registry.ts';
import type { Catalogue, Objection } from '../../core/spec/catalogue.ts';
import { defaultSpec } from '../../core/spec/defaults.ts';
import { diffSpecs } from '../../core/spec/diff.ts';
import { identityOf } from '../../core/spec/identity.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { digestOf } from '../../core/training/digest.ts';
import { Trainer } from '../../core/training/trainer.ts';
import type { MetricValue } from '../../evaluation/metric.ts';
import type { ExperimentCard, ExperimentReport } from '../../evaluation/reproduction/experiment.ts';
import { experiments } from '../../evaluation/reproduction/registry.ts';
import type { ArchiveParts } from '../archive/archive-parts.ts';
import { exportRun, importRun } from '../archive/run-archive.ts';
import type { BenchmarkRequest } from '../protocol/benchmark.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import type { LabEvent } from '../protocol/events.ts';
import type { ExperimentRequest } from '../protocol/experiment.ts';
import type { CheckpointRecord, Frame, MetricPoint, RunId, RunRecord, RunState } from '../protocol/records.ts';
import type { Capabilities, CheckedSpec, LabSettings, OpenRun, RunRow } from '../protocol/service.ts';
import { mergePoints } from '../store/history-chunks.ts';
import type { RunStore } from '../store/run-store.ts';
import { Attention } from './attention.ts';
import { BackendOwner, wasmPath } from './backend-owner.ts';
import { benchmarker } from './benchmark.ts';
import { checkSpec } from './check-spec.ts';
import { Evaluator } from './evaluator.ts';
import { DatasetCache } from './dataset-cache.ts';
import { EventChannel } from './event-channel.ts';
import { measuringUnderWay } from './exclusive-worker.ts';
import { experimenter } from './experiment.ts';
import type { Fork } from './new-run.ts';
import { newRun } from './new-run.ts';
import { deviceLostError } from './device-lost.ts';
import { RunLocks } from './run-locks.ts';
import type { SessionHost } from './run-session.ts';
import { RunSession } from './run-session.ts';
import { Serial } from './serial.ts';
import { reconstructExamples, sampleAt } from './use-abilities.ts';

/** Real points drawn behind the samples. */
const shownPoints = 2000;

/**
 * The laboratory: runs, one of which may be in memory, and the store. Methods throw LabError; `remote-service.ts`
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
  readonly #evaluator = new Evaluator(this.#events);
  readonly #serial = new Serial();
  readonly #datasets = new DatasetCache();
  readonly #host: SessionHost;
  #settings: LabSettings = { backend: 'auto', autosaveSeconds: 30 };
  #session: RunSession | undefined;
  #opened: RunId | undefined;
  /** The run that the page shows. */
  #watched: RunId | undefined;
  /** The run that was last asked to train and not yet to pause. */
  #wanted: RunId | undefined;

  constructor(store: RunStore) {
    this.#store = store;
    this.#host = {
      store,
      events: this.#events,
      attention: this.#attention,
      backend: () => this.#backend.report,
      heapBytes: () => this.#backend.heapBytes(),
      lossOfDevice: () => this.#backend.lossOfDevice,
      autosaveSeconds: () => this.#settings.autosaveSeconds,
      evaluate: (session, final) => this.#scheduledEvaluation(session, final),
      watched: (runId) => this.#watched === runId,
      ended: ({ id }) => void this.#locks.release(id),
    };
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
    if (!this.#backend.choose(settings.backend)) return;
    await this.#serial.run(async () => {
      await this.#close();
      await this.#backend.stop();
    });
  }

  async catalogue(): Promise<Catalogue> {
    return catalogue;
  }

  async check(input: unknown): Promise<CheckedSpec> {
    const spec = checkSpec(input);
    return { spec, identity: await identityOf(spec) };
  }

  async objections(spec: RunSpec): Promise<readonly Objection[]> {
    return objectionsTo(spec);
  }

  async defaults(method: string, dataset: string): Promise<RunSpec> {
    return defaultSpec(catalogue, method, dataset);
  }

  async runs(): Promise<readonly RunRow[]> {
    const elsewhere = await this.#locks.elsewhere();
    const records = await this.#store.listRuns();
    return records.map((run) => ({ run, state: this.#stateOf(run, elsewhere), elsewhere: elsewhere.has(run.id) }));
  }

  async create(input: RunSpec, name?: string): Promise<RunRecord> {
    return this.#add(input, name);
  }

  async open(runId: RunId): Promise<OpenRun> {
    const run = await this.#record(runId);
    this.#opened = runId;
    this.#watched = runId;
    const elsewhere = await this.#locks.elsewhere();
    const live = this.#live(runId);
    const [checkpoints, points, frameSteps] = await Promise.all([
      this.#store.listCheckpoints(runId),
      this.#store.history(runId),
      this.#store.frameSteps(runId),
    ]);
    const card = datasets.find(({ id }) => id === run.spec.data.kind)!;
    const dataset = card.shape.length === 1 ? await this.#datasets.get(run.spec) : undefined;
    return {
      run,
      state: this.#stateOf(run, elsewhere),
      step: live?.trainer.completed ?? run.step,
      elsewhere: elsewhere.has(runId),
      checkpoints,
      points: [...points, ...(live?.unsavedPoints ?? [])],
      frameSteps,
      ...(dataset && { realPoints: dataset.examples('test', 0, shownPoints).x }),
      ...(dataset?.modes && { modes: { centres: Float32Array.from(dataset.modes.centres), std: dataset.modes.std } }),
      ...(dataset?.extent !== undefined && { extent: dataset.extent }),
      abilities: Object.keys(methodOf(run.spec.method).build(run.spec, card).abilities),
    };
  }

  async watch(runId: RunId | undefined): Promise<void> {
    this.#watched = runId;
  }

  start(runId: RunId): Promise<void> {
    this.#wanted = runId;
    return this.#serial.run(async () => {
      if (this.#wanted !== runId) return;
      const session = await this.#hold(runId);
      // A pause may be under way, or may have come while the run was being loaded.
      if (session.stopping) await session.idle();
      if (this.#wanted === runId) session.start();
      await this.#letGo(session);
    });
  }

  step(runId: RunId): Promise<void> {
    return this.#serial.run(async () => {
      const session = await this.#hold(runId);
      await session.halt();
      session.start(1);
      await session.idle();
      await this.#letGo(session);
    });
  }

  async pause(runId: RunId): Promise<void> {
    this.#attention.given();
    this.#evaluator.cancel();
    if (this.#wanted === runId) this.#wanted = undefined;
    const session = this.#live(runId);
    if (!session) return;
    await session.halt();
    // Answer now; the checkpoint and the release of the run follow before any later call.
    void this.#serial.run(() => this.#letGo(session)).catch((error: unknown) => this.#warn(runId, error));
  }

  save(runId: RunId, pinned: boolean): Promise<CheckpointRecord> {
    return this.#resting(runId, (session) => session.save(pinned));
  }

  async fork(runId: RunId, step: number, changes: Partial<RunSpec>, name?: string): Promise<RunRecord> {
    return this.#serial.run(async () => {
      const parent = await this.#record(runId);
      const live = this.#live(runId);
      if (live?.trainer.completed === step) await live.between(() => live.saveIfNew());
      const stored = await this.#store.listCheckpoints(runId);
      if (step === 0 && !stored.some((checkpoint) => checkpoint.step === 0)) {
        // A run that has not begun has no weights to keep: its fork begins as any run does.
        const changed = checkSpec({ ...parent.spec, ...changes });
        return this.#add(changed, name ?? `${parent.name} (fork)`, { from: { runId, step } });
      }
      const loaded = await this.#store.loadCheckpoint(runId, step);
      if (!loaded || loaded.checkpoint.step !== step) {
        throw new LabError('not-found', `There is no checkpoint of step ${step} to fork from.`, {
          remedy: 'Choose a step that has a checkpoint.',
        });
      }
      const spec = checkSpec({ ...parent.spec, ...changes });
      await this.#requireFit(loaded.checkpoint, parent.spec, spec);
      const points = (await this.#store.history(runId)).filter((point) => point.step <= step);
      const start = { checkpoint: { ...loaded.checkpoint, spec }, points, pinned: true };
      return this.#add(spec, name ?? `${parent.name} (fork)`, { from: { runId, step }, start });
    });
  }

  async rename(runId: RunId, name: string): Promise<void> {
    const trimmed = name.trim().slice(0, 120);
    if (trimmed === '') throw new LabError('invalid-spec', 'A run needs a name.');
    await this.#update(runId, { name: trimmed });
  }

  remove(runId: RunId): Promise<void> {
    return this.#serial.run(async () => {
      if (!(await this.#locks.take(runId))) throw elsewhereError();
      try {
        // Where there is no room for its last steps, deleting it must still be possible.
        if (this.#live(runId)) await this.#close((error) => this.#warn(runId, error));
        await this.#store.softDelete(runId);
      } finally {
        await this.#locks.release(runId);
      }
      this.#events.emit({ type: 'runs-changed' });
    });
  }

  async restore(runId: RunId): Promise<void> {
    await this.#store.restore(runId);
    this.#events.emit({ type: 'runs-changed' });
  }

  async purge(): Promise<void> {
    await this.#store.purge();
    this.#events.emit({ type: 'runs-changed' });
  }

  async history(runId: RunId): Promise<readonly MetricPoint[]> {
    return [...(await this.#store.history(runId)), ...(this.#live(runId)?.unsavedPoints ?? [])];
  }

  async frame(runId: RunId, step: number): Promise<Frame> {
    const frame = await this.#store.frame(runId, step);
    if (!frame) throw new LabError('not-found', `There is no picture of step ${step}.`);
    return frame;
  }

  sample(runId: RunId, latents: Float32Array): Promise<{ shape: readonly number[]; data: Float32Array }> {
    return this.#resting(runId, ({ trainer }) => sampleAt(trainer, latents));
  }

  reconstruct(
    runId: RunId,
    indices: readonly number[],
  ): Promise<{ shape: readonly number[]; originals: Float32Array; outputs: Float32Array }> {
    return this.#resting(runId, ({ trainer }) => reconstructExamples(trainer, indices));
  }

  evaluate(runId: RunId, options: { samples: number; metrics?: readonly string[] }): Promise<readonly MetricValue[]> {
    const controller = this.#evaluator.plan();
    return this.#resting(runId, async (session) => {
      const metrics = await this.#measure(session, options, controller);
      await session.savePoints();
      return metrics;
    }).finally(() => this.#evaluator.drop(controller));
  }

  async cancelEvaluation(): Promise<void> {
    this.#evaluator.cancel();
  }

  digest(runId: RunId): Promise<{ step: number; digest: string }> {
    return this.#resting(runId, async ({ trainer }) => {
      const { step, tensors } = await trainer.checkpoint();
      return { step, digest: await digestOf(tensors) };
    });
  }

  async exportRun(runId: RunId): Promise<Blob> {
    return this.#serial.run(async () => {
      const live = this.#live(runId);
      let unsaved: Pick<ArchiveParts, 'checkpoint'> | undefined;
      const save = async (session: RunSession): Promise<void> => {
        try {
          await session.saveIfNew();
        } catch (error) {
          if (!(error instanceof LabError) || error.code !== 'quota') throw error;
          // An export is the way out of a full device: it must not need room on it.
          unsaved = { checkpoint: await session.trainer.checkpoint() };
        }
      };
      if (live) await live.between(() => save(live));
      const parts = await this.#store.readParts(runId);
      if (!unsaved?.checkpoint || !live) return exportRun(parts);
      const { step } = unsaved.checkpoint;
      const points = mergePoints([...parts.points, ...live.unsavedPoints]).filter((point) => point.step <= step);
      return exportRun({ ...parts, ...unsaved, run: { ...parts.run, step }, points });
    });
  }

  async importRun(archive: Blob): Promise<RunRecord> {
    const parts = await importRun(archive, checkSpec);
    const record = await this.#store.importParts(parts);
    this.#events.emit({ type: 'runs-changed' });
    return record;
  }

  async benchmark(request: BenchmarkRequest): Promise<BenchmarkReport> {
    return this.#benchmarker.run(
      { request, wasmPath },
      // After whatever is being stored or started, so that what it finds is what there is.
      () => this.#serial.run(() => this.#requireRest()),
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
      () => this.#serial.run(() => this.#requireRest()),
      (progress) => this.#events.relay({ type: 'experiment', ...progress }),
    );
  }

  async cancelExperiment(): Promise<void> {
    this.#experimenter.cancel();
  }

  async hidden(): Promise<void> {
    this.#attention.given();
    await this.#serial.run(async () => {
      const session = this.#session;
      await session?.between(() => session.saveIfNew());
    });
  }

  /** The session of a run that this worker has in memory. */
  #live(runId: RunId): RunSession | undefined {
    return this.#session?.id === runId ? this.#session : undefined;
  }

  #stateOf(run: RunRecord, elsewhere: ReadonlySet<RunId>): RunState {
    if (elsewhere.has(run.id)) return 'training';
    const state = this.#live(run.id)?.state;
    if (state !== undefined && state !== 'idle') return state;
    if (run.step >= run.spec.steps) return 'finished';
    return run.step > 0 ? 'paused' : 'idle';
  }

  async #record(runId: RunId): Promise<RunRecord> {
    const run = await this.#store.getRun(runId);
    if (!run) throw new LabError('not-found', 'This run is not on this device.', { remedy: 'Import its archive.' });
    if (run.deletedAt !== undefined) {
      throw new LabError('not-found', 'This run has been deleted.', { remedy: 'Undo the deletion first.' });
    }
    return run;
  }

  /** Stores a new run; a fork with the checkpoint that it starts from, all in one. */
  async #add(input: unknown, name: string | undefined, fork?: Fork): Promise<RunRecord> {
    const run = await newRun(checkSpec(input), name, fork);
    await this.#store.putRun(run, fork?.start);
    this.#events.emit({ type: 'runs-changed' });
    return run;
  }

  async #update(runId: RunId, change: Partial<RunRecord>): Promise<void> {
    const record = await this.#store.updateRun(runId, change);
    const live = this.#live(runId);
    if (live) live.record = record;
    this.#events.emit({ type: 'runs-changed' });
  }

  /** The run in memory, up to date with the store; whichever other run was there is stored and closed. */
  async #sessionOf(runId: RunId): Promise<RunSession> {
    const record = await this.#record(runId);
    const present = this.#live(runId);
    if (present?.usable && (present.training || (present.savedStep ?? 0) >= record.step)) return present;
    await this.#close();
    await this.#backend.start();
    this.#session = await RunSession.load(this.#host, record, await this.#datasets.get(record.spec));
    return this.#session;
  }

  /** A measurement beside a training run would tell the speed of neither. */
  async #requireRest(): Promise<void> {
    const session = this.#session;
    if (session?.training) {
      throw new LabError('busy', `“${session.record.name}” is being trained.`, { remedy: 'Pause it first.' });
    }
    if ((await this.#locks.elsewhere()).size > 0) {
      throw new LabError('busy-elsewhere', 'A run is being trained in another tab.', {
        remedy: 'Pause it there first.',
      });
    }
  }

  /** Takes a run for training. */
  async #hold(runId: RunId): Promise<RunSession> {
    if (await measuringUnderWay()) throw measuringError();
    if (!(await this.#locks.take(runId))) throw elsewhereError();
    try {
      const session = await this.#sessionOf(runId);
      const { completed } = session.trainer;
      if (session.state === 'idle' && completed > 0) {
        await this.#update(runId, { resumes: [...session.record.resumes, completed] });
      }
      return session;
    } catch (error) {
      await this.#locks.release(runId);
      throw error;
    }
  }

  /** Stores what a resting run has reached, and lets other tabs have it. */
  async #letGo(session: RunSession): Promise<void> {
    if (session.training) return;
    try {
      if (session.usable) await session.saveIfNew();
    } finally {
      await this.#locks.release(session.id);
    }
  }

  /** Stores and forgets the run in memory. One that can't be stored stays, unless there is someone to tell. */
  async #close(unstored?: (error: unknown) => void): Promise<void> {
    const session = this.#session;
    if (!session) return;
    await session.halt();
    try {
      await this.#letGo(session);
    } catch (error) {
      if (!unstored) throw error;
      unstored(error);
    }
    await session.dispose();
    this.#session = undefined;
  }

  /** Work on a run that needs its parameters but does not move them. No other tab trains it meanwhile. */
  #resting<T>(runId: RunId, work: (session: RunSession) => Promise<T>): Promise<T> {
    return this.#serial.run(async () => {
      const held = this.#locks.holds(runId);
      if (!(await this.#locks.take(runId))) throw elsewhereError();
      try {
        const session = await this.#sessionOf(runId);
        return await session.between(() => work(session));
      } finally {
        if (!held) await this.#locks.release(runId);
      }
    });
  }

  async #measure(
    session: RunSession,
    options: { samples: number; metrics?: readonly string[] },
    controller?: AbortController,
  ): Promise<readonly MetricValue[]> {
    const metrics = await this.#evaluator.run(session, options, controller);
    session.addPoint(Object.fromEntries(metrics.map(({ id, value }) => [id, value])));
    await this.#update(session.id, { evaluation: { step: session.trainer.completed, metrics } });
    return metrics;
  }

  /** An evaluation that the spec asks for. A failure of it must not end the training. */
  async #scheduledEvaluation(session: RunSession, final: boolean): Promise<void> {
    const { samples } = session.record.spec.evaluation;
    try {
      await this.#measure(session, { samples, ...(!final && { metrics: this.#evaluator.cheap }) });
      if (final) await session.save();
    } catch (error) {
      if (!(error instanceof LabError && error.code === 'cancelled')) this.#warn(session.id, error);
    }
  }

  /** A fork may change anything but what decides the networks. */
  async #requireFit(checkpoint: Parameters<typeof Trainer.restore>[0], parent: RunSpec, spec: RunSpec): Promise<void> {
    await this.#backend.start();
    try {
      Trainer.restore(checkpoint, await this.#datasets.get(spec), spec).dispose();
    } catch (cause) {
      const changed = diffSpecs(parent, spec).map(({ path }) => path);
      throw new LabError('invalid-spec', `The checkpoint does not fit the changed settings (${changed.join(', ')}).`, {
        remedy: 'Keep the method, the data’s shape, the networks and the latent dimension, or start a new run.',
        cause,
      });
    }
  }

  #warn(runId: RunId, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#events.emit({ type: 'notice', runId, level: 'warning', message });
  }

  #deviceLost(reason: string): void {
    const session = this.#session;
    if (!session) {
      // Nothing was on it: the next start chooses anew.
      void this.#backend.stop();
      return;
    }
    // As data: a clone of an Error keeps nothing but its message.
    const error = toServiceError(deviceLostError(reason));
    const { id, trainer } = session;
    this.#events.emit({ type: 'state', runId: id, state: 'failed', step: trainer.completed, error });
  }

  /** What another tab's worker tells: news of the run that this page follows, or of the list. */
  #heard(event: LabEvent): void {
    if (event.type === 'runs-changed' || ('runId' in event && event.runId === this.#opened)) this.#events.relay(event);
  }
}

const measuringError = (): LabError =>
  new LabError('busy', 'A benchmark or an experiment has this device for itself.', {
    remedy: 'Wait for its end, or cancel it on its page.',
  });

const elsewhereError = (): LabError =>
  new LabError('busy-elsewhere', 'This run is being trained in another tab.', { remedy: 'Pause it there first.' });
