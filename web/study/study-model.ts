import type { StudyTable } from '../../evaluation/study/study-table.ts';
import type { LabEvent } from '../../worker/protocol/events.ts';
import type { OpenStudy, StudyEvent, StudyId } from '../../worker/protocol/study.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import { Store } from '../state/store.ts';

/** An open study as the page knows it: what `openStudy` answered, read anew whenever a cell ends. */
export class StudyModel {
  readonly view: Store<OpenStudy>;
  readonly table = new Store<StudyTable | undefined>(undefined);
  /** The last event about the cell under way. */
  readonly progress = new Store<StudyEvent | undefined>(undefined);

  readonly #service: TrainingService;
  /** Arm to compare with; the study's own when undefined. */
  #baseline: string | undefined;
  #reading: Promise<void> | undefined;
  #again = false;

  constructor(opened: OpenStudy, service: TrainingService) {
    this.view = new Store(opened);
    this.#service = service;
    void this.#readTable();
  }

  get id(): StudyId {
    return this.view.value.record.id;
  }

  /** Compares with another arm. */
  async compareWith(label: string): Promise<void> {
    this.#baseline = label;
    await this.#readTable();
  }

  receive(event: LabEvent): void {
    if (event.type === 'studies-changed') void this.reload();
    if (event.type !== 'study' || event.studyId !== this.id) return;
    const { record, state } = this.view.value;
    this.progress.value = event;
    const moved = event.key !== undefined && event.key !== this.#underWay;
    if (event.state !== state || event.done !== record.done.length || moved) void this.reload();
    this.#underWay = event.key;
  }
  #underWay: string | undefined;

  /** Reads everything anew; asked for while it does, once more. */
  async reload(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #read(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const answer = await this.#service.openStudy(this.id);
      if (!answer.ok) return;
      const done = this.view.value.record.done.length;
      this.view.value = answer.value;
      if (answer.value.record.done.length !== done) await this.#readTable();
    }
  }

  async #readTable(): Promise<void> {
    const asked = this.#baseline;
    const answer = await this.#service.studyTable(this.id, asked);
    if (answer.ok && asked === this.#baseline) this.table.value = answer.value;
  }
}
