import type { Dataset } from '../../core/data/dataset.ts';
import { InterruptedError } from '../../core/backend/interrupt.ts';
import * as tf from '../../core/backend/tf.ts';
import type { Checkpoint } from '../../core/training/checkpoint.ts';
import { NonFiniteError } from '../../core/training/non-finite.ts';
import { Trainer } from '../../core/training/trainer.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import type { BackendReport } from '../protocol/events.ts';
import type { CheckpointRecord, MetricPoint, RunRecord, RunState } from '../protocol/records.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Attention } from './attention.ts';
import type { EventChannel } from './event-channel.ts';
import { FrameMaker } from './frame-maker.ts';
import { nextTask } from './next-task.ts';
import { Pace } from './pace.ts';

/** Milliseconds of training between looks at the worker's messages. */
const turn = 40;
/** Points that a whole run records: enough for any chart, and few enough to keep in memory. */
const recordedPoints = 2000;
/** Frames that a whole run stores. */
const keptFrames = 120;
/** Share of the time that live pictures may take. */
const pictureShare = 0.1;
/** Steps that WebGPU may queue before the worker waits for it. */
const queuedSteps = 8;
/** A gap this much longer than the step before it means that the browser had suspended the tab, milliseconds. */
const suspension = 10_000;

/** What a session needs of the service. */
export interface SessionHost {
  readonly store: RunStore;
  readonly events: EventChannel;
  readonly attention: Attention;
  backend(): BackendReport;
  heapBytes(): number | undefined;
  autosaveSeconds(): number;
  /** Evaluations that the spec asks for in the run and at its end. */
  evaluate(session: RunSession, final: boolean): Promise<void>;
}

/** One run in memory: its trainer, its loop, its autosave. */
export class RunSession {
  readonly #host: SessionHost;
  readonly #trainer: Trainer;
  readonly #frames: FrameMaker;
  readonly #pace = new Pace();
  /** Points since the last checkpoint: they are stored with the next. */
  #points: MetricPoint[] = [];
  #record: RunRecord;
  #state: RunState;
  #loop: Promise<void> | undefined;
  #stop = false;
  /** False while the loop is stopped only for work between two steps. */
  #resting = true;
  #trainedSeconds: number;
  #savedSeconds: number;
  #lastSaved: { step: number; at: number } | undefined;
  #saving: Promise<unknown> = Promise.resolve();
  #saveFailed = false;
  #nextFrameAt = 0;

  private constructor(host: SessionHost, record: RunRecord, trainer: Trainer, saved: CheckpointRecord | undefined) {
    this.#host = host;
    this.#record = record;
    this.#trainer = trainer;
    this.#frames = new FrameMaker(trainer.game.abilities, trainer.dataset, record.spec.seed);
    this.#trainedSeconds = this.#savedSeconds = record.trainedSeconds;
    this.#state = trainer.completed >= record.spec.steps ? 'finished' : 'idle';
    if (saved) this.#lastSaved = { step: saved.step, at: saved.savedAt };
  }

  /** A run in memory as the store has it: from its last valid checkpoint, or from step 0. */
  static async load(host: SessionHost, record: RunRecord, dataset: Dataset): Promise<RunSession> {
    const loaded = await host.store.loadCheckpoint(record.id);
    for (const { step, reason } of loaded?.quarantined ?? []) {
      const message = `The checkpoint of step ${step} could not be used (${reason}); an older one was taken.`;
      host.events.emit({ type: 'notice', runId: record.id, level: 'warning', message });
    }
    if (!loaded) {
      await host.store.truncateAfter(record.id, -1);
      return new RunSession(host, record, Trainer.create(record.spec, dataset), undefined);
    }
    const { checkpoint, record: saved } = loaded;
    // Frames that were drawn after the checkpoint will be drawn again.
    await host.store.truncateAfter(record.id, checkpoint.step);
    return new RunSession(host, record, Trainer.restore(checkpoint, dataset, record.spec), saved);
  }

  get id(): string {
    return this.#record.id;
  }

  get record(): RunRecord {
    return this.#record;
  }

  set record(record: RunRecord) {
    this.#record = record;
  }

  get trainer(): Trainer {
    return this.#trainer;
  }

  get state(): RunState {
    return this.#state;
  }

  get training(): boolean {
    return this.#loop !== undefined;
  }

  /** Points that the store does not have yet. */
  get unsavedPoints(): readonly MetricPoint[] {
    return this.#points;
  }

  /** Step of the last checkpoint, undefined before the first. */
  get savedStep(): number | undefined {
    return this.#lastSaved?.step;
  }

  /** Begins to train, up to the end of the run or for a number of steps. */
  start(steps = Infinity): void {
    if (this.#loop || this.#trainer.completed >= this.#record.spec.steps) return;
    this.#stop = false;
    const until = Math.min(this.#record.spec.steps, this.#trainer.completed + steps);
    if (this.#state !== 'training') this.#setState('training');
    this.#loop = this.#train(until).finally(() => {
      this.#loop = undefined;
    });
  }

  /** Stops between two steps. Answers once training has stopped. */
  async halt(): Promise<void> {
    this.#stop = true;
    await this.#loop;
  }

  /** Resolves when the loop ends by itself. */
  async idle(): Promise<void> {
    await this.#loop;
  }

  /** Runs `work` between two steps, then goes on as before. To the page, training never stopped. */
  async between<T>(work: () => Promise<T>): Promise<T> {
    if (!this.training) return work();
    this.#resting = false;
    await this.halt();
    this.#resting = true;
    try {
      return await work();
    } finally {
      if (this.#state === 'training') this.start();
    }
  }

  /** Stores a checkpoint of the present step, with the points since the last. */
  async save(pinned = false): Promise<CheckpointRecord> {
    const checkpoint = await this.#trainer.checkpoint();
    return this.#commit(checkpoint, pinned);
  }

  /** Stores a checkpoint unless the present step is already stored. */
  async saveIfNew(): Promise<void> {
    await this.#saving;
    if (this.#lastSaved?.step !== this.#trainer.completed) await this.save();
  }

  /** Draws the present state for the page. */
  async show(kept = false): Promise<void> {
    const begun = performance.now();
    const frame = await this.#frames.make(this.#trainer.completed, this.#trainer.variables());
    if (!frame) return;
    if (kept) await this.#host.store.putFrame(this.id, frame);
    this.#host.events.emit({ type: 'frame', runId: this.id, frame, kept });
    this.#nextFrameAt = performance.now() + Math.max(100, (performance.now() - begun) / pictureShare);
  }

  /** Adds figures of an evaluation to the run's curves. */
  addPoint(values: Readonly<Record<string, number>>): void {
    const point = { step: this.#trainer.completed, seconds: this.#trainedSeconds, values };
    this.#points.push(point);
    this.#host.events.emit({ type: 'metrics', runId: this.id, points: [point] });
  }

  /** Tells the page where the run stands. */
  report(): void {
    const { completed } = this.#trainer;
    const { steps } = this.#record.spec;
    const stepsPerSecond = this.#pace.stepsPerSecond;
    const { numTensors, numBytes } = tf.memory();
    const heapBytes = this.#host.heapBytes();
    this.#host.events.emit({
      type: 'progress',
      runId: this.id,
      step: completed,
      steps,
      stepsPerSecond,
      eta: stepsPerSecond > 0 ? (steps - completed) / stepsPerSecond : Infinity,
      backend: this.#host.backend(),
      memory: { tensors: numTensors, tensorBytes: numBytes, ...(heapBytes !== undefined && { heapBytes }) },
      ...(this.#lastSaved && { lastSaved: this.#lastSaved }),
    });
  }

  async dispose(): Promise<void> {
    await this.halt();
    await this.#saving.catch(() => undefined);
    this.#trainer.dispose();
  }

  async #train(until: number): Promise<void> {
    try {
      if (this.#trainer.completed === 0) await this.show(true);
      this.#pace.restart();
      let turnBegan = performance.now();
      while (!this.#stop && this.#trainer.completed < until) {
        const began = performance.now();
        if (!(await this.#step())) continue;
        await this.#afterStep();
        this.#trainedSeconds += (performance.now() - began) / 1000;
        if (performance.now() - turnBegan < turn) continue;
        this.report();
        this.#host.events.flushIfDue();
        this.#autosave();
        const yielded = performance.now();
        await nextTask();
        turnBegan = performance.now();
        this.#noticeSuspension(turnBegan - yielded);
      }
      await this.#rest();
    } catch (error) {
      await this.#fail(error);
    }
  }

  /** One step; false when it was given up because the page wants attention. */
  async #step(): Promise<boolean> {
    const { attention, events } = this.#host;
    try {
      this.#trainer.step(() => {
        events.beat();
        return attention.wanted();
      });
      return true;
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      await attention.give();
      return false;
    }
  }

  async #afterStep(): Promise<void> {
    this.#pace.tick();
    const { completed } = this.#trainer;
    const { steps, evaluation } = this.#record.spec;
    const due = (count: number): boolean => completed % Math.ceil(steps / count) === 0 || completed === steps;
    if (due(recordedPoints)) this.addPoint((await this.#trainer.report()).values);
    else if (this.#host.backend().name === 'webgpu' && completed % queuedSteps === 0) await this.#trainer.report();
    if (due(keptFrames)) await this.show(true);
    else if (performance.now() >= this.#nextFrameAt) await this.show();
    if (evaluation.every > 0 && completed % evaluation.every === 0 && completed < steps) {
      await this.#host.evaluate(this, false);
    }
  }

  /** Training has come to rest between two steps: by request, or at its end. */
  async #rest(): Promise<void> {
    const finished = this.#trainer.completed >= this.#record.spec.steps;
    if (!finished && !this.#resting) return;
    if (finished) {
      await this.saveIfNew();
      await this.#host.evaluate(this, true);
    } else if (!this.#stop) {
      // After single steps, show where they led.
      this.addPoint((await this.#trainer.report()).values);
      await this.show();
    }
    this.report();
    this.#setState(finished ? 'finished' : 'paused');
  }

  async #fail(error: unknown): Promise<void> {
    if (error instanceof NonFiniteError) {
      const step = this.#lastSaved?.step;
      // The step was undone, so what is in memory is the last good state.
      await this.saveIfNew().catch(() => undefined);
      const good = this.#lastSaved?.step ?? step ?? 0;
      const stopped = new LabError('non-finite', `Training paused: ${error.message}.`, {
        remedy: `Everything up to step ${good} is saved. Fork the run from there with a smaller learning rate or more regularisation.`,
        path: error.tensor,
      });
      this.#setState('paused', stopped);
      return;
    }
    this.#setState('failed', error);
  }

  /** Stores a checkpoint in the background when enough training has passed; training goes on meanwhile. */
  #autosave(): void {
    if (this.#saveFailed || this.#trainedSeconds - this.#savedSeconds < this.#host.autosaveSeconds()) return;
    this.#savedSeconds = this.#trainedSeconds;
    this.save().catch(async (error: unknown) => {
      this.#saveFailed = true;
      await this.halt();
      this.#setState('paused', error);
      this.#saveFailed = false;
    });
  }

  #commit(checkpoint: Checkpoint, pinned: boolean): Promise<CheckpointRecord> {
    const points = this.#points;
    this.#points = [];
    const trainedSeconds = this.#trainedSeconds;
    const commit = async (): Promise<CheckpointRecord> => {
      try {
        const saved = await this.#host.store.commitCheckpoint(this.id, checkpoint, {
          pinned,
          points,
          run: { step: checkpoint.step, trainedSeconds },
        });
        this.#savedSeconds = trainedSeconds;
        this.#lastSaved = { step: saved.step, at: saved.savedAt };
        this.#record = { ...this.#record, step: saved.step, trainedSeconds };
        this.#host.events.emit({ type: 'checkpoint', runId: this.id, checkpoint: saved });
        return saved;
      } catch (error) {
        // They go with the next attempt.
        this.#points = [...points, ...this.#points];
        throw error;
      }
    };
    const saving = this.#saving.catch(() => undefined).then(commit);
    this.#saving = saving;
    return saving;
  }

  #noticeSuspension(gap: number): void {
    if (gap < suspension) return;
    const message = `The browser suspended this tab for ${Math.round(gap / 1000)} s; nothing was lost.`;
    this.#host.events.emit({ type: 'notice', runId: this.id, level: 'info', message });
    this.#pace.restart();
  }

  #setState(state: RunState, error?: unknown): void {
    this.#state = state;
    this.#host.events.emit({
      type: 'state',
      runId: this.id,
      state,
      step: this.#trainer.completed,
      ...(error !== undefined && { error: toServiceError(error) }),
    });
  }
}
