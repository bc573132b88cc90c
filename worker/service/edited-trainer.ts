import type { Dataset } from '../../core/data/dataset.ts';
import { specAt } from '../../core/spec/edits.ts';
import { Trainer } from '../../core/training/trainer.ts';
import type { CheckpointRecord, RunRecord } from '../protocol/records.ts';
import type { SessionHost } from './session-host.ts';

/** The trainer of a run whose spec may change in mid-run: it repeats the record's edits, each at its step. */
export class EditedTrainer {
  #trainer: Trainer;
  /** Step of the first edit that the trainer does not have yet: a resume has yet to repeat it. */
  #next: number;

  private constructor(trainer: Trainer, record: RunRecord) {
    this.#trainer = trainer;
    this.#next = nextEdit(record, trainer.completed);
  }

  /** A run as the store has it: from its last valid checkpoint, or from step 0. */
  static async load(
    { store, events }: Pick<SessionHost, 'store' | 'events'>,
    record: RunRecord,
    dataset: Dataset,
  ): Promise<{ readonly edited: EditedTrainer; readonly saved: CheckpointRecord | undefined }> {
    const loaded = await store.loadCheckpoint(record.id);
    for (const { step, reason } of loaded?.quarantined ?? []) {
      const message = `The checkpoint of step ${step} could not be used (${reason}); an older one was taken.`;
      events.emit({ type: 'notice', runId: record.id, level: 'warning', message });
    }
    // Frames that were drawn after the checkpoint will be drawn again.
    await store.truncateAfter(record.id, loaded?.checkpoint.step ?? -1);
    const spec = specAt(record.spec, record.edits, loaded?.checkpoint.step ?? 0);
    const trainer = loaded ? Trainer.restore(loaded.checkpoint, dataset, spec) : Trainer.create(spec, dataset);
    return { edited: new EditedTrainer(trainer, record), saved: loaded?.record };
  }

  get trainer(): Trainer {
    return this.#trainer;
  }

  /** Whether the next step has to be made with an edit that the trainer lacks. */
  get due(): boolean {
    return this.#trainer.completed === this.#next;
  }

  /** Goes on with the edits that the record has for the present step. */
  async apply(record: RunRecord): Promise<void> {
    // Due until it is there: if it fails, no step may be made without it.
    this.#next = this.#trainer.completed;
    const checkpoint = await this.#trainer.checkpoint();
    const spec = specAt(record.spec, record.edits, checkpoint.step);
    const edited = Trainer.restore(checkpoint, this.#trainer.dataset, spec);
    this.#trainer.dispose();
    this.#trainer = edited;
    this.#next = nextEdit(record, checkpoint.step);
  }
}

/** Step of the first edit after a step, Infinity without one. */
function nextEdit({ edits }: RunRecord, step: number): number {
  return edits.find((edit) => edit.step > step)?.step ?? Infinity;
}
