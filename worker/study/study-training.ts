import type { Cell } from '../../core/spec/study-plan.ts';
import { cellsOf } from '../../core/spec/study-plan.ts';
import { studyTools } from '../../core/studies.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import type { LabEvent } from '../protocol/events.ts';
import type { RunId } from '../protocol/records.ts';
import type { StudyId, StudyRecord, StudyState } from '../protocol/study.ts';
import { forEvery, Serial } from '../service/serial.ts';
import type { UnderWay, Workshop } from './study-runner.ts';
import { nextCell, StudyRunner } from './study-runner.ts';

const lockName = (id: StudyId): string => `latent-lab/study/${id}`;

/** What training studies needs of the service besides what cells are trained with. */
export interface Studio extends Workshop {
  emit(event: LabEvent): void;
  /** Ends a training step that is under way. */
  interrupt(): void;
}

interface Current {
  readonly id: StudyId;
  /** Ends the wait for the study's lock. */
  readonly leave: AbortController;
  runner?: StudyRunner;
  under?: UnderWay | undefined;
  /** Resolves once it trains no more. */
  ended: Promise<void>;
}

/** The one study that this worker trains or waits to train, and word of it. A lock keeps it from two tabs at once. */
export class StudyTraining {
  readonly #studio: Studio;
  /** Orders to train and to stop come one after another. */
  readonly #orders = new Serial();
  #current: Current | undefined;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  /** Whether a study is trained here, or waits to be. */
  get active(): boolean {
    return this.#current !== undefined;
  }

  /** The cell of a study that is trained here. */
  under(id: StudyId): UnderWay | undefined {
    return this.#current?.id === id ? this.#current.under : undefined;
  }

  /** The study that has a run under way here. */
  trains(runId: RunId): StudyId | undefined {
    return this.#current?.runner?.runId === runId ? this.#current.id : undefined;
  }

  /** @throws LabError `busy-elsewhere` where another tab trains it. */
  start(id: StudyId): Promise<void> {
    return this.#orders.run(async () => {
      // It may be waiting for the tab that trained it to end.
      if (this.#current?.id === id) return;
      await this.#yield();
      const record = await this.#studio.store.get(id);
      if (!nextCell(record, await cellsOf(record.study, studyTools))) return;
      if (await isHeld(id)) throw elsewhereError();
      await this.#studio.store.update(id, { wanted: true, begun: true });
      this.#begin(id);
    });
  }

  /** @throws LabError `busy-elsewhere` where another tab trains it. */
  pause(id: StudyId): Promise<void> {
    return this.#orders.run(() => this.#pause(id));
  }

  /** Pauses the study that is trained here for runs that a person starts. @returns false where they are that study's own. */
  yieldTo(runIds: readonly RunId[]): Promise<boolean> {
    return this.#orders.run(async () => {
      const own = await Promise.all(runIds.map((runId) => this.#studio.runs.getRun(runId)));
      if (own.some((run) => run?.study && run.study.id === this.#current?.id)) return false;
      await this.#yield();
      return true;
    });
  }

  /** Goes on with a study that the end of an earlier session interrupted; once no other tab trains it. */
  resume(): Promise<void> {
    return this.#orders.run(async () => {
      if (this.#current) return;
      const wanted = (await this.#studio.store.list()).find((record) => record.wanted);
      if (wanted) this.#begin(wanted.id);
    });
  }

  stateOf(record: StudyRecord, cells: readonly Cell[]): StudyState {
    if (!nextCell(record, cells)) return 'finished';
    if (this.#current?.id === record.id && this.#current.runner) return 'running';
    if (record.wanted) return 'waiting';
    return record.begun ? 'paused' : 'idle';
  }

  /** Sends word of where a study stands. */
  async tell(record: StudyRecord, error?: unknown): Promise<void> {
    const cells = await cellsOf(record.study, studyTools);
    this.#studio.emit({
      type: 'study',
      studyId: record.id,
      state: this.stateOf(record, cells),
      done: record.done.length,
      cells: cells.length,
      ...this.under(record.id),
      ...(error !== undefined && { error: toServiceError(error) }),
    });
  }

  async #pause(id: StudyId): Promise<void> {
    const current = this.#current?.id === id ? this.#current : undefined;
    if (!current?.runner) {
      // It waits for another tab, is about to begin, or has just ended.
      if (current) await this.#end(current);
      if (await isHeld(id)) {
        if (current) this.#begin(id);
        throw elsewhereError();
      }
    }
    const record = await this.#studio.store.update(id, { wanted: false });
    if (current) await this.#end(current);
    await this.tell(record);
  }

  /** Pauses what is trained here. A study that only waits for another tab is left to that. */
  async #yield(): Promise<void> {
    const current = this.#current;
    if (!current) return;
    if (!current.runner) {
      await this.#end(current);
      if (await isHeld(current.id)) return;
    }
    await this.#pause(current.id);
  }

  #begin(id: StudyId): void {
    const leave = new AbortController();
    const current: Current = { id, leave, ended: Promise.resolve() };
    this.#current = current;
    current.ended = navigator.locks
      .request(lockName(id), { signal: leave.signal }, () => this.#train(current))
      .catch((error: unknown) => {
        if (!leave.signal.aborted) throw error;
      })
      .finally(() => {
        if (this.#current === current) this.#current = undefined;
      });
    void current.ended.catch((error: unknown) => this.#failed(id, error));
  }

  async #train(current: Current): Promise<void> {
    const { store, sessions } = this.#studio;
    const record = await store.get(current.id);
    const cells = await cellsOf(record.study, studyTools);
    // Another tab that trained it may have been told to pause it.
    if (!record.wanted || current.leave.signal.aborted) return;
    const runner = new StudyRunner(record, cells, this.#studio, (under, now) => {
      current.under = under;
      void this.tell(now).catch(() => undefined);
    });
    current.runner = runner;
    let fault: unknown;
    try {
      await runner.run();
    } catch (error) {
      fault = error;
    }
    current.under = undefined;
    delete current.runner;
    const now = await store.get(current.id);
    const over = fault !== undefined || !nextCell(now, cells);
    const last = over ? await store.update(current.id, { wanted: false }) : now;
    // The checkpoint that the last steps led to is stored before the study counts as paused.
    await sessions.inTurn(() => forEvery(sessions.present, (session) => sessions.letGo(session)));
    if (this.#current === current) this.#current = undefined;
    await this.tell(last, fault);
  }

  async #end(current: Current): Promise<void> {
    current.leave.abort();
    this.#studio.interrupt();
    await current.runner?.stop();
    await current.ended.catch(() => undefined);
    if (this.#current === current) this.#current = undefined;
  }

  #failed(id: StudyId, error: unknown): void {
    this.#studio.emit({
      type: 'study',
      studyId: id,
      state: 'paused',
      done: 0,
      cells: 0,
      error: toServiceError(error),
    });
  }
}

/** Whether any tab, this one included, trains a study. */
async function isHeld(id: StudyId): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === lockName(id));
}

const elsewhereError = (): LabError =>
  new LabError('busy-elsewhere', 'This study is being trained in another tab.', { remedy: 'Pause it there first.' });
