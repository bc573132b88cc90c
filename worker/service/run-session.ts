import type { Dataset } from '../../core/data/dataset.ts';
import type { PlayerMove } from '../../core/training/player-moves.ts';
import type { Trainer } from '../../core/training/trainer.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import type { CheckpointRecord, MetricPoint, RunRecord, RunState, Stage } from '../protocol/records.ts';
import { EditedTrainer } from './edited-trainer.ts';
import type { Pacemaker } from './pacemaker.ts';
import { plannedEvaluation } from './planned-evaluation.ts';
import { isOver, partOf } from './run-over.ts';
import { RunRecorder } from './run-recorder.ts';
import { RunSaver } from './run-saver.ts';
import type { SessionHost } from './session-host.ts';
import { SlowMotion } from './slow-motion.ts';
import { faultOf } from './training-fault.ts';
import type { Driven } from './training-loop.ts';
import { TrainingLoop } from './training-loop.ts';

/** One run in memory: its trainer, when it trains, rests and ends, and when it is stored. */
export class RunSession {
  readonly #host: SessionHost;
  readonly #edited: EditedTrainer;
  readonly #saver: RunSaver;
  readonly #recorder: RunRecorder;
  readonly #loop: TrainingLoop;
  #state: RunState;
  /** Lasts as long as training. */
  #training: Promise<void> | undefined;
  /** True while the loop is stopped only for work between two steps, and goes on after it. */
  #interlude = false;
  /** What is in memory cannot be trained on: the run has to be loaded from its last checkpoint. */
  #spoilt = false;
  #saveFailed = false;
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
    this.#edited = edited;
    this.#saver = new RunSaver(host, record, saved);
    this.#recorder = new RunRecorder(host, this.#saver, edited);
    this.#loop = new TrainingLoop(this.#driven(), host);
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
    return this.#training !== undefined;
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
    return this.training && this.#loop.stopped;
  }

  /** Begins to train, up to the end of the run or for a number of steps, in step with other runs where there is a pace. */
  start(steps = Infinity, pace?: Pacemaker): void {
    if (this.#training || this.over) return;
    this.#fault = undefined;
    this.#loop.ready(pace);
    const until = Math.min(this.record.spec.steps, this.trainer.completed + steps);
    if (this.#state !== 'training') this.#setState('training');
    this.#training = this.#train(until).finally(() => {
      this.#training = undefined;
      if (!this.#interlude) pace?.leave(this.id);
    });
  }

  /** Stops between two steps, and stays stopped even if work between two steps is under way. */
  async halt(): Promise<void> {
    this.#interlude = false;
    this.#loop.stop();
    this.#loop.leave();
    await this.#training;
    if (this.#state === 'training') this.#setState('paused');
  }

  /** Resolves when the loop ends by itself. */
  async idle(): Promise<void> {
    await this.#training;
  }

  /** Runs `work` between two steps, then goes on as before. To the page, training never stopped. */
  async between<T>(work: () => Promise<T>): Promise<T> {
    if (!this.training) return work();
    this.#interlude = true;
    this.#loop.stop();
    await this.#training;
    try {
      return await work();
    } finally {
      const goOn = this.#interlude && this.#state === 'training';
      this.#interlude = false;
      if (goOn) this.start(Infinity, this.#loop.together);
    }
  }

  /** One training step in slow motion, then paused. Where a fault stops it, the stages before that. @throws LabError without frames. */
  async stages(): Promise<readonly Stage[]> {
    const { maker } = this.#recorder.pictures;
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
    await this.#recorder.show(kept);
  }

  /** Adds figures of an evaluation to the run's curves. */
  addPoint(values: Readonly<Record<string, number>>): void {
    this.#recorder.addPoint(values);
  }

  /** Counts the time of an evaluation in mid-run. @returns the part that such evaluations have; see RunRecorder. */
  countEvaluation(seconds: number): number {
    return this.#recorder.countEvaluation(seconds);
  }

  async dispose(): Promise<void> {
    await this.#saver.settled();
    this.trainer.dispose();
  }

  #report(): void {
    this.#recorder.report(this.#loop.stepsPerSecond);
  }

  async #train(until: number): Promise<void> {
    try {
      if (this.trainer.completed === 0) await this.show(true);
      // One that was due when the run was stopped here may have been given up.
      else if (this.record.evaluation?.step !== this.trainer.completed) await this.#evaluate();
      await this.#loop.run(until);
      await this.#rest();
    } catch (error) {
      await this.#fail(error);
    }
  }

  /** The run as its loop sees it. */
  #driven(): Driven {
    return {
      id: this.id,
      completed: () => this.trainer.completed,
      over: () => this.over,
      waiting: () => this.trainer.idle(),
      prepare: async () => {
        if (this.#edited.due) await this.applyEdits();
      },
      // Slow motion is not interrupted: its first moves have been shown.
      step: (interrupted) => this.trainer.step(this.#onMove ? undefined : interrupted, this.#onMove),
      afterStep: async () => {
        await this.#recorder.afterStep();
        // One that a stop leaves out is made when training goes on.
        if (!this.#loop.stopped) await this.#evaluate();
      },
      clock: () => this.#recorder.clock(),
      afterTurn: async () => {
        this.#report();
        this.#host.events.flushIfDue();
        await this.#autosave();
      },
    };
  }

  /** Makes the evaluation that the spec asks for at the present step, if it does, and it is not the last. */
  async #evaluate(): Promise<void> {
    const planned = plannedEvaluation(this.record.spec.evaluation, this.trainer.completed);
    if (planned && !this.over) await this.#host.evaluate(this, planned);
  }

  /** Training has come to rest between two steps: by request, or at its end. */
  async #rest(): Promise<void> {
    const finished = this.over;
    if (!finished && this.#interlude) return;
    if (finished) {
      await this.saveIfNew();
      await this.#host.evaluate(this, 'final');
    } else if (!this.#loop.stopped) {
      // After single steps, show where they led.
      await this.#recorder.addLosses();
      await this.show();
    }
    this.#report();
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
