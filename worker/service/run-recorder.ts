import type { EditedTrainer } from './edited-trainer.ts';
import { LivePictures } from './live-pictures.ts';
import { progressOf } from './progress.ts';
import type { RunSaver } from './run-saver.ts';
import type { SessionHost } from './session-host.ts';

/** Points that a whole run records: enough for any chart, and few enough to keep in memory. */
const recordedPoints = 2000;
/** Frames that a whole run stores. */
const keptFrames = 120;
/** Steps that WebGPU may queue before the worker waits for it. */
const queuedSteps = 8;

/** What is told and kept of the course of a run in memory: points of its curves, pictures, how far it is, and its time. */
export class RunRecorder {
  readonly pictures: LivePictures;
  readonly #host: SessionHost;
  readonly #saver: RunSaver;
  readonly #edited: EditedTrainer;
  /** Seconds of evaluations in mid-run since the run was loaded, and its seconds of training then. */
  #evaluatedSeconds = 0;
  readonly #loadedSeconds: number;

  constructor(host: SessionHost, saver: RunSaver, edited: EditedTrainer) {
    this.#host = host;
    this.#saver = saver;
    this.#edited = edited;
    this.#loadedSeconds = saver.trainedSeconds;
    this.pictures = new LivePictures(host, saver.record.id, edited.trainer);
  }

  /** Adds figures of the present step to the run's curves. */
  addPoint(values: Readonly<Record<string, number>>): void {
    const point = { step: this.#edited.trainer.completed, seconds: this.#saver.trainedSeconds, values };
    this.#saver.addPoint(point);
    this.#host.events.emit({ type: 'metrics', runId: this.#saver.record.id, points: [point] });
  }

  /** Adds the losses of the last step to the run's curves. */
  async addLosses(): Promise<void> {
    this.addPoint((await this.#edited.trainer.report()).values);
  }

  /** Draws the present state for the page. @param kept Whether the store keeps it. */
  async show(kept = false): Promise<void> {
    await this.pictures.show(this.#edited.trainer, kept);
  }

  /** Records what is due of a step that has been made. */
  async afterStep(): Promise<void> {
    const { trainer } = this.#edited;
    const { completed } = trainer;
    const { steps } = this.#saver.record.spec;
    const due = (count: number): boolean => completed % Math.ceil(steps / count) === 0 || completed === steps;
    if (due(recordedPoints)) await this.addLosses();
    else if (this.#host.backend().name === 'webgpu' && completed % queuedSteps === 0) await trainer.report();
    if (due(keptFrames)) await this.show(true);
    else if (this.pictures.due) await this.show();
  }

  /** Tells the page where the run stands. */
  report(stepsPerSecond: number): void {
    this.#host.events.emit(progressOf(this.#edited.trainer, this.#saver, stepsPerSecond, this.#host));
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

  /** Times a step. @returns what counts the time until now as training, but for evaluations; whether there were any. */
  clock(): () => boolean {
    const began = performance.now();
    const before = this.#evaluatedSeconds;
    return () => {
      const evaluated = this.#evaluatedSeconds - before;
      this.#saver.trainedSeconds += (performance.now() - began) / 1000 - evaluated;
      return evaluated > 0;
    };
  }
}
