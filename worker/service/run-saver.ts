import type { Checkpoint } from '../../core/training/checkpoint.ts';
import type { CheckpointRecord, MetricPoint, RunRecord } from '../protocol/records.ts';
import type { SessionHost } from './session-host.ts';

/** Stores what the run in memory has reached: checkpoints, one after another, each with the points since the last. */
export class RunSaver {
  readonly #host: Pick<SessionHost, 'store' | 'events' | 'autosaveSeconds'>;
  record: RunRecord;
  /** Of the whole run, up to the present step. */
  trainedSeconds: number;
  /** In the order in which they were recorded. Each stays until the store has it, so that whoever reads the run finds it. */
  readonly #unsaved = new Set<MetricPoint>();
  #savedSeconds: number;
  #lastSaved: { readonly step: number; readonly at: number } | undefined;
  #saving: Promise<unknown> = Promise.resolve();

  /** @param saved The checkpoint that the run goes on from. */
  constructor(
    host: Pick<SessionHost, 'store' | 'events' | 'autosaveSeconds'>,
    record: RunRecord,
    saved: CheckpointRecord | undefined,
  ) {
    this.#host = host;
    this.record = record;
    this.trainedSeconds = this.#savedSeconds = record.trainedSeconds;
    if (saved) this.#lastSaved = { step: saved.step, at: saved.savedAt };
  }

  /** Points that the store does not have yet. */
  get unsavedPoints(): readonly MetricPoint[] {
    return [...this.#unsaved];
  }

  /** The last checkpoint, undefined before the first. */
  get lastSaved(): { readonly step: number; readonly at: number } | undefined {
    return this.#lastSaved;
  }

  /** Whether enough training has passed since the last checkpoint for another. */
  get due(): boolean {
    return this.trainedSeconds - this.#savedSeconds >= this.#host.autosaveSeconds();
  }

  /** Lets the next checkpoint be due only after more training, even if the present one comes to nothing. */
  postpone(): void {
    this.#savedSeconds = this.trainedSeconds;
  }

  /** Resolves once nothing is being stored. Whether it could be does not matter. */
  async settled(): Promise<void> {
    await this.#saving.catch(() => undefined);
  }

  addPoint(point: MetricPoint): void {
    this.#unsaved.add(point);
  }

  /** Stores the points without a checkpoint, where the store has that of their step. */
  savePoints(): Promise<void> {
    return this.#next(async () => {
      const points = this.unsavedPoints;
      await this.#host.store.appendPoints(this.record.id, points);
      this.#stored(points);
    });
  }

  save(checkpoint: Checkpoint, pinned = false): Promise<CheckpointRecord> {
    const { unsavedPoints, trainedSeconds } = this;
    return this.#next(async () => {
      // A checkpoint that was still being stored when this was asked for took some of them with it.
      const points = unsavedPoints.filter((point) => this.#unsaved.has(point));
      const run = { step: checkpoint.step, trainedSeconds };
      const saved = await this.#host.store.commitCheckpoint(this.record.id, checkpoint, { pinned, points, run });
      this.#stored(points);
      this.#savedSeconds = trainedSeconds;
      this.#lastSaved = { step: saved.step, at: saved.savedAt };
      this.record = { ...this.record, ...run };
      this.#host.events.emit({ type: 'checkpoint', runId: this.record.id, checkpoint: saved });
      return saved;
    });
  }

  #stored(points: readonly MetricPoint[]): void {
    for (const point of points) this.#unsaved.delete(point);
  }

  /** Stores something after all that is being stored, whatever becomes of that. */
  #next<T>(write: () => Promise<T>): Promise<T> {
    const saving = this.#saving.catch(() => undefined).then(write);
    this.#saving = saving;
    return saving;
  }
}
