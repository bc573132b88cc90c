import type { Checkpoint } from '../../core/training/checkpoint.ts';
import type { CheckpointRecord, MetricPoint, RunRecord } from '../protocol/records.ts';
import type { SessionHost } from './session-host.ts';

/** Stores what the run in memory has reached: checkpoints, one after another, each with the points since the last. */
export class RunSaver {
  readonly #host: Pick<SessionHost, 'store' | 'events' | 'autosaveSeconds'>;
  record: RunRecord;
  /** Of the whole run, up to the present step. */
  trainedSeconds: number;
  #points: MetricPoint[] = [];
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
    return this.#points;
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
    this.#points.push(point);
  }

  /** Stores the points without a checkpoint, where the store has that of their step. */
  async savePoints(): Promise<void> {
    const points = this.#points;
    await this.#host.store.appendPoints(this.record.id, points);
    this.#points = this.#points.slice(points.length);
  }

  save(checkpoint: Checkpoint, pinned = false): Promise<CheckpointRecord> {
    const points = this.#points;
    this.#points = [];
    const { trainedSeconds } = this;
    const commit = async (): Promise<CheckpointRecord> => {
      try {
        const saved = await this.#host.store.commitCheckpoint(this.record.id, checkpoint, {
          pinned,
          points,
          run: { step: checkpoint.step, trainedSeconds },
        });
        this.#savedSeconds = trainedSeconds;
        this.#lastSaved = { step: saved.step, at: saved.savedAt };
        this.record = { ...this.record, step: saved.step, trainedSeconds };
        this.#host.events.emit({ type: 'checkpoint', runId: this.record.id, checkpoint: saved });
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
}
