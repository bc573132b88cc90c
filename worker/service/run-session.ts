import type { Dataset } from '../../core/data/dataset.ts';
import { InterruptedError } from '../../core/backend/interrupt.ts';
import type { PlayerMove } from '../../core/training/player-moves.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import type { CheckpointRecord, MetricPoint, RunRecord, RunState, Stage } from '../protocol/records.ts';
import { EditedTrainer } from './edited-trainer.ts';
import { LivePictures } from './live-pictures.ts';
import { nextTask } from '../../core/backend/turns.ts';
import { Pace } from './pace.ts';
import type { Pacemaker } from './pacemaker.ts';
import { progressOf } from './progress.ts';
import { isOver, partOf } from './run-over.ts';
import { RunSaver } from './run-saver.ts';
import type { SessionHost } from './session-host.ts';
import { SlowMotion } from './slow-motion.ts';
import { faultOf } from './training-fault.ts';

/** Milliseconds of training between looks at the worker's messages. */
const turn = 40;
/** Points that a whole run records: enough for any chart, and few enough to keep in memory. */
const recordedPoints = 2000;
/** Frames that a whole run stores. */
const keptFrames = 120;
/** Steps that WebGPU may queue before the worker waits for it. */
const queuedSteps = 8;
/** A gap this much longer than the step before it means that the browser had suspended the tab, milliseconds. */
const suspension = 10_000;

/** One run in memory: its trainer, its loop, and when it is stored. */
export class RunSession {
  readonly #host: SessionHost;
  readonly #edited: EditedTrainer;
  readonly #pictures: LivePictures;
  readonly #saver: RunSaver;
  readonly #pace = new Pace();
  #state: RunState;
  #loop: Promise<void> | undefined;
  #stop = false;
  /** True while the loop is stopped only for work between two steps, and goes on after it. */
  #interlude = false;
  /** Keeps the run in step with those that are trained with it. */
  #together: Pacemaker | undefined;
  /** What is in memory cannot be trained on: the run has to be loaded from its last checkpoint. */
  #spoilt = false;
  #saveFailed = false;
  /** Seconds of evaluations in mid-run since the run was loaded, and its seconds of training then. */
  #evaluatedSeconds = 0;
  readonly #loadedSeconds: number;
  #fault: Error | undefined;
  /** Told of every move while a step is made in slow motion. */
  #onMove: ((move: PlayerMove) => void) | undefined;

  private constructor(
    host: SessionHost,
    record: RunRecord,
    edited: EditedTrainer,
    saved: CheckpointRecord | undefined,
  ) {
    this.#host = host;
    this.#saver = new RunSaver(host, record, saved);
    this.#loadedSeconds = record.trainedSeconds;
    this.#edited = edited;
    this.#pictures = new LivePictures(host, record.id, edited.trainer);
    this.#state = this.over ? 'finished' : 'idle';
  }

  /** A run in memory as the store has it: from its last valid checkpoint, or from step 0. */
  static async load(host: SessionHost, record: RunRecord, dataset: Dataset): Promise<RunSession> {
    const { edited, saved } = await EditedTrainer.load(host, record, dataset);
    return new RunSession(host, record, edited, saved);
  }

  get id(): string {
    return this.record.id;
  }

  get record(): RunRecord {
    return this.#saver.record;
  }

  set record(record: RunRecord) {
    this.#saver.record = record;
  }

  get trainer(): Trainer {
    return this.#edited.trainer;
  }

  get state(): RunState {
    return this.#state;
  }

  get training(): boolean {
    return this.#loop !== undefined;
  }

  /** Points that the store does not have yet. */
  get unsavedPoints(): readonly MetricPoint[] {
    return this.#saver.unsavedPoints;
  }

  /** Step of the last checkpoint, undefined before the first. */
  get savedStep(): number | undefined {
    return this.#saver.lastSaved?.step;
  }

  /** False when the run has to be loaded anew before it can go on. */
  get usable(): boolean {
    return !this.#spoilt;
  }

  /** Why training last stopped, if neither by request nor at its end. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  /** Whether every step has been made. */
  get over(): boolean {
    return isOver(this.record, this.trainer.completed, this.#saver.trainedSeconds);
  }

  /** What part of the run is done, 0 to 1. */
  get part(): number {
    return partOf(this.record, this.trainer.completed, this.#saver.trainedSeconds);
  }

  /** True while training comes to its end by request. */
  get stopping(): boolean {
    return this.training && this.#stop;
  }

  /** Begins to train, up to the end of the run or for a number of steps, in step with other runs where there is a pace. */
  start(steps = Infinity, pace?: Pacemaker): void {
    if (this.#loop || this.over) return;
    this.#stop = false;
    this.#fault = undefined;
    this.#together = pace;
    const until = Math.min(this.record.spec.steps, this.trainer.completed + steps);
    if (this.#state !== 'training') this.#setState('training');
    this.#loop = this.#train(until).finally(() => {
      this.#loop = undefined;
      if (!this.#interlude) pace?.leave(this.id);
    });
  }

  /** Stops between two steps, and stays stopped even if work between two steps is under way. */
  async halt(): Promise<void> {
    this.#interlude = false;
    this.#stop = true;
    this.#together?.leave(this.id);
    await this.#loop;
    if (this.#state === 'training') this.#setState('paused');
  }

  /** Resolves when the loop ends by itself. */
  async idle(): Promise<void> {
    await this.#loop;
  }

  /** Runs `work` between two steps, then goes on as before. To the page, training never stopped. */
  async between<T>(work: () => Promise<T>): Promise<T> {
    if (!this.training) return work();
    this.#interlude = true;
    this.#stop = true;
    this.#together?.wake(this.id);
    await this.#loop;
    try {
      return await work();
    } finally {
      const goOn = this.#interlude && this.#state === 'training';
      this.#interlude = false;
      if (goOn) this.start(Infinity, this.#together);
    }
  }

  /** One training step in slow motion, then paused. Where a fault stops it, the stages before that. @throws LabError without frames. */
  async stages(): Promise<readonly Stage[]> {
    const { maker } = this.#pictures;
    if (!maker) throw new LabError('unsupported', 'This method draws no samples to show.');
    if (this.over) {
      throw new LabError('unsupported', 'This run is finished: no step is left.', {
        remedy: 'Fork it with more steps.',
      });
    }
    // A resume from before an edit makes it anew at its step.
    if (this.#edited.due) await this.applyEdits();
    const motion = new SlowMotion(this.trainer, maker);
    this.#onMove = motion.onMove;
    try {
      this.start(1);
      await this.idle();
      return await motion.stages();
    } finally {
      this.#onMove = undefined;
    }
  }

  /** Goes on with the edits that the record has for the present step. The run rests between two steps. */
  async applyEdits(): Promise<void> {
    await this.#edited.apply(this.record);
  }

  /** Stores a checkpoint of the present step, with the points since the last. */
  async save(pinned = false): Promise<CheckpointRecord> {
    return this.#saver.save(await this.trainer.checkpoint(), pinned);
  }

  /** Stores a checkpoint unless the present step is already stored. */
  async saveIfNew(): Promise<void> {
    // Whether an earlier save failed does not matter: this one tries anew.
    await this.#saver.settled();
    if (this.savedStep !== this.trainer.completed) await this.save();
  }

  /** Stores the points of a run at rest whose step is stored already: figures of a later evaluation. */
  async savePoints(): Promise<void> {
    if (this.training || this.savedStep !== this.trainer.completed) return;
    await this.#saver.savePoints();
  }

  /** Draws the present state for the page. */
  async show(kept = false): Promise<void> {
    await this.#pictures.show(this.trainer, kept);
  }

  /** Adds figures of an evaluation to the run's curves. */
  addPoint(values: Readonly<Record<string, number>>): void {
    const point = { step: this.trainer.completed, seconds: this.#saver.trainedSeconds, values };
    this.#saver.addPoint(point);
    this.#host.events.emit({ type: 'metrics', runId: this.id, points: [point] });
  }

  /**
   * Counts the time of an evaluation in mid-run, which is no training.
   * @returns the part that such evaluations have of the time since the run was loaded, 0 to 1.
   */
  countEvaluation(seconds: number): number {
    this.#evaluatedSeconds += seconds;
    const trained = this.#saver.trainedSeconds - this.#loadedSeconds;
    return this.#evaluatedSeconds / (this.#evaluatedSeconds + trained || 1);
  }

  /** Tells the page where the run stands. */
  report(): void {
    const event = progressOf(this.trainer, this.#saver, this.#pace.stepsPerSecond, this.#host);
    this.#host.events.emit(event);
  }

  async dispose(): Promise<void> {
    await this.#saver.settled();
    this.trainer.dispose();
  }

  async #train(until: number): Promise<void> {
    try {
      if (this.trainer.completed === 0) await this.show(true);
      // One that was due when the run was stopped here may have been given up.
      else if (this.#evaluationDue && this.record.evaluation?.step !== this.trainer.completed) {
        await this.#host.evaluate(this, this.#evaluationDue);
      }
      this.#pace.restart();
      let turnBegan = performance.now();
      while (!this.#stop && this.trainer.completed < until && !this.over) {
        if (this.#together?.mustWait(this.id, this.trainer.completed)) {
          await this.#together.wait(this.id);
          continue;
        }
        const began = performance.now();
        const evaluatedBefore = this.#evaluatedSeconds;
        if (this.#edited.due) await this.applyEdits();
        if (!(await this.#ready()) || !(await this.#step())) continue;
        await this.#afterStep();
        const evaluated = this.#evaluatedSeconds - evaluatedBefore;
        this.#saver.trainedSeconds += (performance.now() - began) / 1000 - evaluated;
        if (evaluated > 0) this.#pace.restart();
        if (performance.now() - turnBegan < turn) continue;
        this.report();
        this.#host.events.flushIfDue();
        await this.#autosave();
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

  /** Waits until a step may be made; false when training is to stop. */
  async #ready(): Promise<boolean> {
    for (;;) {
      const idle = this.trainer.idle();
      if (idle === undefined) return true;
      await Promise.race([idle, new Promise((resolve) => setTimeout(resolve, turn))]);
      this.#host.events.beat();
      if (this.#stop) return false;
    }
  }

  /** One step; false when it was given up because the page wants attention. */
  async #step(): Promise<boolean> {
    const { attention, events } = this.#host;
    try {
      const interrupted = (): boolean => {
        events.beat();
        return attention.wanted();
      };
      // Slow motion is not interrupted: its first moves have been shown.
      if (this.#onMove) this.trainer.step(undefined, this.#onMove);
      else this.trainer.step(interrupted);
      return true;
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      await attention.give();
      return false;
    }
  }

  async #afterStep(): Promise<void> {
    this.#pace.tick();
    const { completed } = this.trainer;
    const { steps } = this.record.spec;
    const due = (count: number): boolean => completed % Math.ceil(steps / count) === 0 || completed === steps;
    if (due(recordedPoints)) this.addPoint((await this.trainer.report()).values);
    else if (this.#host.backend().name === 'webgpu' && completed % queuedSteps === 0) await this.trainer.report();
    if (due(keptFrames)) await this.show(true);
    else if (this.#pictures.due) await this.show();
    // One that a stop leaves out is made when training goes on.
    if (this.#evaluationDue && !this.#stop) await this.#host.evaluate(this, this.#evaluationDue);
  }

  /** The evaluation that the spec asks for at the present step, which is not the last. */
  get #evaluationDue(): 'cheap' | 'all' | undefined {
    const { completed } = this.trainer;
    const { every, dearEvery = 0 } = this.record.spec.evaluation;
    const planned = (interval: number): boolean => interval > 0 && completed % interval === 0 && !this.over;
    if (planned(dearEvery)) return 'all';
    return planned(every) ? 'cheap' : undefined;
  }

  /** Training has come to rest between two steps: by request, or at its end. */
  async #rest(): Promise<void> {
    const finished = this.over;
    if (!finished && this.#interlude) return;
    if (finished) {
      await this.saveIfNew();
      await this.#host.evaluate(this, 'final');
    } else if (!this.#stop) {
      // After single steps, show where they led.
      this.addPoint((await this.trainer.report()).values);
      await this.show();
    }
    this.report();
    this.#setState(finished ? 'finished' : 'paused');
    if (finished) this.#host.ended(this);
  }

  async #fail(error: unknown): Promise<void> {
    this.#fault = asError(error);
    const fault = await faultOf(error, this, this.#host);
    if (fault.spoilt) this.#spoilt = true;
    this.#setState(fault.state, fault.error);
    if (fault.ended) this.#host.ended(this);
  }

  /** Reads a checkpoint when enough training has passed, and stores it in the background while training goes on. */
  async #autosave(): Promise<void> {
    if (this.#saveFailed || !this.#saver.due) return;
    this.#saver.postpone();
    const checkpoint = await this.trainer.checkpoint();
    this.#saver.save(checkpoint).catch((error: unknown) => this.#unsaved(error));
  }

  /** Stops for a checkpoint that could not be stored, unless the run came to its end meanwhile, which has been stored. */
  async #unsaved(error: unknown): Promise<void> {
    this.#saveFailed = true;
    if (error instanceof LabError && error.code === 'non-finite') this.#spoilt = true;
    this.#fault = asError(error);
    await this.halt();
    this.#saveFailed = false;
    if (this.#state === 'paused') this.#setState('paused', error);
    else if (this.#state === 'finished') this.#fault = undefined;
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
      step: this.trainer.completed,
      ...(error !== undefined && { error: toServiceError(error) }),
    });
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
