import type { Cell } from '../../core/spec/study-plan.ts';
import { NonFiniteError } from '../../core/training/non-finite.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import { LabError } from '../protocol/errors.ts';
import type { RunId, RunRecord } from '../protocol/records.ts';
import type { StudyRecord } from '../protocol/study.ts';
import type { BackendOwner } from '../service/backend-owner.ts';
import type { Evaluator } from '../service/evaluator.ts';
import type { RunRecords } from '../service/run-records.ts';
import { partOf } from '../service/run-over.ts';
import type { RunSession } from '../service/run-session.ts';
import type { SessionOwner } from '../service/session-owner.ts';
import type { RunStore } from '../store/run-store.ts';
import { cellResultOf } from './cell-result-of.ts';
import { settleRun, settleStudy } from './settle-runs.ts';
import type { StudyStore } from './study-store.ts';
import type { CellTime } from './time-left.ts';
import { timeLeft } from './time-left.ts';

/** What cells are trained with. */
export interface Workshop {
  readonly store: StudyStore;
  readonly runs: RunStore;
  readonly records: RunRecords;
  readonly sessions: SessionOwner;
  readonly evaluator: Evaluator;
  readonly backend: BackendOwner;
}

/** The cell under way. */
export interface UnderWay {
  readonly key: string;
  readonly runId: RunId;
  readonly step: number;
  readonly steps: number;
  /** What part of it is done, 0 to 1. */
  readonly part: number;
  /** Seconds of training that are left of the study. */
  readonly eta?: number;
}

/** Milliseconds between two looks at how far a cell is. */
const tellInterval = 500;
/** How often, and after how many milliseconds each, to ask again for a run that a dead worker held. */
const freeingAttempts = 40;
const freeingInterval = 250;
/** Times that a cell may come to rest without a step made, a fault or an order to stop, before that is an error. */
const mostIdleTurns = 20;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Trains the cells of one study, one after another, as ordinary runs. */
export class StudyRunner {
  readonly #record: StudyRecord;
  readonly #cells: readonly Cell[];
  readonly #workshop: Workshop;
  readonly #told: (under: UnderWay | undefined, record: StudyRecord) => void;
  #stopped = false;
  #runId: RunId | undefined;
  /** What the cells so far took. */
  readonly #times: CellTime[] = [];

  /** @param told Hears where the study stands. */
  constructor(
    record: StudyRecord,
    cells: readonly Cell[],
    workshop: Workshop,
    told: (under: UnderWay | undefined, record: StudyRecord) => void,
  ) {
    this.#record = record;
    this.#cells = cells;
    this.#workshop = workshop;
    this.#told = told;
  }

  /** The run under way. */
  get runId(): RunId | undefined {
    return this.#runId;
  }

  /** Trains until every cell that is to be run here has a result, or until it is told to stop. Rejects with a fault. */
  async run(): Promise<void> {
    const { store } = this.#workshop;
    await this.#takeUp(await store.get(this.#record.id));
    for (;;) {
      // Read anew each time: cells may have been put in another order, or results imported.
      const record = await store.get(this.#record.id);
      const cell = this.#stopped ? undefined : nextCell(record, this.#cells);
      if (!cell) return;
      await this.#runCell(record, cell);
    }
  }

  /** Stops between two steps, or in the middle of the last evaluation, which is made anew. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const { sessions, evaluator } = this.#workshop;
    evaluator.cancel();
    if (this.#runId !== undefined) await sessions.live(this.#runId)?.halt();
  }

  /** Sees to what a kill left undone, and learns how long the cells so far took. */
  async #takeUp(record: StudyRecord): Promise<void> {
    await settleStudy(this.#workshop, record);
    for (const result of await this.#workshop.store.results(record.id)) this.#noteTime(result);
  }

  #noteTime({ key, clock }: CellResult): void {
    const cell = this.#cells.find((candidate) => candidate.key === key);
    if (cell) this.#times.push({ arm: cell.arm, seconds: clock.seconds });
  }

  /** The word of a cell under way. */
  #under({ study, done, only }: StudyRecord, { key, spec }: Cell, run: RunRecord): UnderWay {
    const session = this.#workshop.sessions.live(run.id);
    const part = session?.part ?? partOf(run, run.step, run.trainedSeconds);
    const left = this.#cells.filter((cell) => !done.includes(cell.key) && only?.includes(cell.key) !== false);
    const eta = timeLeft(left, this.#times, study.budget, { key, part });
    return {
      key,
      runId: run.id,
      step: session?.trainer.completed ?? run.step,
      steps: spec.steps,
      part,
      ...(eta !== undefined && { eta }),
    };
  }

  async #runCell(study: StudyRecord, cell: Cell): Promise<void> {
    const { store, runs, sessions, evaluator, backend } = this.#workshop;
    const run = await this.#runOf(study, cell);
    this.#runId = run.id;
    const tell = (): void => this.#told(this.#under(study, cell, run), study);
    try {
      tell();
      const ended = await this.#train(run.id, tell);
      if (!ended) return;
      const { samples } = cell.spec.evaluation;
      const { metrics } = study.study.evaluation;
      const result = await sessions.resting(run.id, async (session) => {
        // The order to stop may have come before there was an evaluation to stop.
        if (this.#stopped) throw stoppedError();
        const values = ended.fault ? [] : await evaluator.run(session, { samples, ...(metrics && { metrics }) });
        await session.savePoints();
        if (!ended.fault && (await runs.frame(run.id, session.trainer.completed)) === undefined)
          await session.show(true);
        const ending = { metrics: values, ...(ended.fault && { fault: ended.fault }) };
        return cellResultOf(cell, session, ending, { store: runs, backend: backend.report });
      });
      const stored = await store.commit(study.id, [result]);
      this.#noteTime(result);
      this.#told(undefined, stored);
      await settleRun(this.#workshop, run.id, stored.kept);
    } catch (error) {
      if (this.#stopped && error instanceof LabError && error.code === 'cancelled') return;
      throw error;
    } finally {
      this.#runId = undefined;
    }
  }

  /** The run of a cell: the one that an earlier session began, or a new one. */
  async #runOf({ id, study }: StudyRecord, { key, spec, label, seed }: Cell): Promise<RunRecord> {
    const { runs, records } = this.#workshop;
    const begun = (await runs.listRuns()).find(
      (run) => run.study?.id === id && run.study.key === key && run.deletedAt === undefined,
    );
    if (begun) return begun;
    const { metrics } = study.evaluation;
    return records.add(spec, `${study.title}: ${label}, seed ${seed}`.slice(0, 120), undefined, {
      id,
      key,
      ...(metrics && { metrics }),
      ...(study.budget.kind === 'seconds' && { seconds: study.budget.seconds }),
    });
  }

  /** Trains a run to its end. @returns undefined when told to stop before. @throws what else ended it. */
  async #train(runId: RunId, tell: () => void): Promise<{ fault?: NonFiniteError } | undefined> {
    let idleTurns = 0;
    while (!this.#stopped) {
      const begun = await this.#begin(runId);
      if (!begun) return undefined;
      const { session, from } = begun;
      while (session.training) {
        await Promise.race([session.idle(), wait(tellInterval)]);
        tell();
        // Work between two steps lets it rest for a moment; after it, training goes on.
        if (!session.training) await this.#workshop.sessions.inTurn(() => Promise.resolve());
      }
      const { fault } = session;
      if (fault instanceof NonFiniteError) return { fault };
      if (fault !== undefined) throw fault;
      if (session.over) return {};
      // Work on another run has closed this one: it goes on from where it was stored.
      idleTurns = session.trainer.completed > from ? 0 : idleTurns + 1;
      if (idleTurns > mostIdleTurns) throw new LabError('internal', 'A run of the study could not be trained on.');
    }
    return undefined;
  }

  async #begin(runId: RunId): Promise<{ readonly session: RunSession; readonly from: number } | undefined> {
    const { sessions } = this.#workshop;
    for (let attempt = 1; ; attempt++) {
      try {
        return await sessions.inTurn(async () => {
          if (this.#stopped) return undefined;
          const session = await sessions.hold(runId);
          if (session.stopping) await session.idle();
          const from = session.trainer.completed;
          // The order to stop may have come while the run was being loaded.
          if (!this.#stopped) session.start();
          await sessions.letGo(session);
          return { session, from };
        });
      } catch (error) {
        const held = error instanceof LabError && error.code === 'busy-elsewhere';
        if (!held || attempt === freeingAttempts) throw error;
        await wait(freeingInterval);
      }
    }
  }
}

/** The next cell without a result, of those that are to be run here. */
export function nextCell({ order, done, only }: StudyRecord, cells: readonly Cell[]): Cell | undefined {
  const key = order.find((candidate) => !done.includes(candidate) && only?.includes(candidate) !== false);
  return cells.find((cell) => cell.key === key);
}

const stoppedError = (): LabError => new LabError('cancelled', 'The study was paused.');
