import type { Cell } from '../../core/spec/study-plan.ts';
import { armsOf, cellsOf } from '../../core/spec/study-plan.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { parseStudySpec, studyIdentityOf } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import { metrics } from '../../evaluation/registry.ts';
import { checkBelongs, readResult, ResultError } from '../../evaluation/study/check-results.ts';
import { reportOf } from '../../evaluation/study/report.ts';
import type { ReportFormat, StudyTable } from '../../evaluation/study/study-table.ts';
import { tableOf } from '../../evaluation/study/table-of.ts';
import { LabError, toServiceError } from '../protocol/errors.ts';
import type { LabEvent } from '../protocol/events.ts';
import type { RunId } from '../protocol/records.ts';
import type {
  CellRow,
  CheckedStudy,
  OpenStudy,
  ReportFile,
  StudyId,
  StudyRecord,
  StudyRow,
  StudyState,
} from '../protocol/study.ts';
import type { UnderWay, Workshop } from './study-runner.ts';
import { nextCell, StudyRunner } from './study-runner.ts';

const lockName = (id: StudyId): string => `latent-lab/study/${id}`;

/** What the studies need of the service besides what cells are trained with. */
interface Studio extends Workshop {
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

/** The studies of this device, of which this worker trains one at a time. Methods throw LabError. */
export class Studies {
  readonly #studio: Studio;
  #current: Current | undefined;

  constructor(studio: Studio) {
    this.#studio = studio;
  }

  async list(): Promise<readonly StudyRow[]> {
    const records = await this.#studio.store.list();
    return Promise.all(
      records.map(async (record) => {
        const cells = await cellsOf(record.study, studyTools);
        return { record, state: this.#stateOf(record, cells), cells: cells.length };
      }),
    );
  }

  async presets(): Promise<Readonly<Record<string, StudySpec>>> {
    return studyPresets();
  }

  async check(input: unknown): Promise<CheckedStudy> {
    const study = checkStudy(input);
    const arms = armsOf(study, studyTools);
    const cells = arms.filter(({ spec }) => spec).length * study.seeds.length;
    return { study, identity: await studyIdentityOf(study), arms, cells };
  }

  async create(input: unknown, only?: readonly string[]): Promise<StudyRecord> {
    const study = checkStudy(input);
    const order = (await cellsOf(study, studyTools)).map(({ key }) => key);
    const stranger = only?.find((key) => !order.includes(key));
    if (stranger !== undefined) throw new LabError('invalid-spec', `The study has no cell ${stranger}.`);
    const now = Date.now();
    const record: StudyRecord = {
      id: crypto.randomUUID(),
      study,
      identity: await studyIdentityOf(study),
      createdAt: now,
      updatedAt: now,
      order,
      ...(only && { only }),
      done: [],
      wanted: false,
      begun: false,
    };
    await this.#studio.store.put(record);
    this.#studio.emit({ type: 'studies-changed' });
    return record;
  }

  async open(id: StudyId): Promise<OpenStudy> {
    const { store, runs } = this.#studio;
    const record = await store.get(id);
    const cells = await cellsOf(record.study, studyTools);
    const results = new Map((await store.results(id)).map((result) => [result.key, result]));
    const begun = new Map(
      (await runs.listRuns()).flatMap((run) => (run.study?.id === id ? [[run.study.key, run]] : [])),
    );
    const row = (key: string): readonly CellRow[] => {
      const cell = cells.find((candidate) => candidate.key === key);
      if (!cell) return [];
      const { spec, ...rest } = cell;
      const run = begun.get(key);
      const under = this.#current?.id === id && this.#current.under?.key === key ? this.#current.under : undefined;
      const result = results.get(key);
      return [
        {
          ...rest,
          state: result?.outcome ?? (under ? 'training' : run && run.step > 0 ? 'paused' : 'waiting'),
          step: result?.step ?? under?.step ?? run?.step ?? 0,
          steps: spec.steps,
          ...(run && { runId: run.id }),
        },
      ];
    };
    return {
      record,
      state: this.#stateOf(record, cells),
      arms: armsOf(record.study, studyTools),
      cells: record.order.flatMap(row),
      results: cells.flatMap(({ key }) => results.get(key) ?? []),
    };
  }

  /** @throws LabError `busy-elsewhere` where another tab trains it. */
  async start(id: StudyId): Promise<void> {
    // It may be waiting for the tab that trained it to end.
    if (this.#current?.id === id) return;
    await this.#yield();
    const record = await this.#studio.store.get(id);
    if (!nextCell(record, await cellsOf(record.study, studyTools))) return;
    const { held = [] } = await navigator.locks.query();
    if (held.some(({ name }) => name === lockName(id))) throw elsewhereError();
    await this.#studio.store.update(id, { wanted: true, begun: true });
    this.#begin(id);
  }

  async pause(id: StudyId): Promise<void> {
    const current = this.#current;
    if (current?.id !== id || !current.runner) {
      const { held = [] } = await navigator.locks.query();
      if (held.some(({ name }) => name === lockName(id))) throw elsewhereError();
    }
    const record = await this.#studio.store.update(id, { wanted: false });
    if (current?.id === id) await this.#end(current);
    await this.#tell(record);
  }

  /** Whether a study is trained here, or waits to be. */
  get active(): boolean {
    return this.#current !== undefined;
  }

  /** Pauses the study that is trained here for runs that a person starts. @returns false where they are that study's own. */
  async yieldTo(runIds: readonly RunId[]): Promise<boolean> {
    const own = await Promise.all(runIds.map((runId) => this.#studio.runs.getRun(runId)));
    if (own.some((run) => run?.study && run.study.id === this.#current?.id)) return false;
    await this.#yield();
    return true;
  }

  async #yield(): Promise<void> {
    if (this.#current) await this.pause(this.#current.id);
  }

  /** Goes on with a study that the end of an earlier session interrupted; once no other tab trains it. */
  async resume(): Promise<void> {
    if (this.#current) return;
    const wanted = (await this.#studio.store.list()).find((record) => record.wanted);
    if (wanted && !this.#current) this.#begin(wanted.id);
  }

  /** The study that has a run under way here. */
  trains(runId: RunId): StudyId | undefined {
    return this.#current?.runner?.runId === runId ? this.#current.id : undefined;
  }

  async reorder(id: StudyId, keys: readonly string[]): Promise<void> {
    const { order } = await this.#studio.store.get(id);
    if (
      keys.length !== order.length ||
      new Set(keys).size !== keys.length ||
      !keys.every((key) => order.includes(key))
    ) {
      throw new LabError('invalid-spec', 'An order names every cell of the study once.');
    }
    await this.#tell(await this.#studio.store.update(id, { order: keys }));
  }

  async remove(id: StudyId): Promise<void> {
    const { store, runs, sessions } = this.#studio;
    await this.pause(id);
    const own = (await runs.listRuns()).filter(({ study }) => study?.id === id);
    for (const run of own) await sessions.ending(run.id, () => runs.purge(run.id));
    await store.remove(id);
    this.#studio.emit({ type: 'studies-changed' });
  }

  async table(id: StudyId, baseline?: string): Promise<StudyTable> {
    const { study } = await this.#studio.store.get(id);
    return tableOf(
      { ...study, baseline: baseline ?? study.baseline },
      await this.#studio.store.results(id),
      studyTools,
    );
  }

  async report(id: StudyId, format: ReportFormat, times = false): Promise<ReportFile> {
    const { study } = await this.#studio.store.get(id);
    return reportOf(study, await this.#studio.store.results(id), studyTools, format, { times });
  }

  async import(id: StudyId, input: unknown): Promise<void> {
    const { study } = await this.#studio.store.get(id);
    const cells = await cellsOf(study, studyTools);
    try {
      const results = (Array.isArray(input) ? (input as readonly unknown[]) : [input]).map(readResult);
      for (const result of results) checkBelongs(result, cells);
      await this.#tell(await this.#studio.store.commit(id, results));
    } catch (error) {
      if (error instanceof ResultError) throw new LabError('invalid-data', error.message, { cause: error });
      throw error;
    }
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
      .then(() => {
        if (this.#current === current) this.#current = undefined;
      });
    void current.ended.catch((error: unknown) => this.#failed(id, error));
  }

  async #train(current: Current): Promise<void> {
    const { store, sessions } = this.#studio;
    const record = await store.get(current.id);
    // Another tab that trained it may have been told to pause it.
    if (!record.wanted || current.leave.signal.aborted) return;
    const cells = await cellsOf(record.study, studyTools);
    const runner = new StudyRunner(record, cells, this.#studio, (under, now) => {
      current.under = under;
      void this.#tell(now).catch(() => undefined);
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
    await sessions.inTurn(async () => {
      for (const session of sessions.present) await sessions.letGo(session);
    });
    if (this.#current === current) this.#current = undefined;
    await this.#tell(last, fault);
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

  #stateOf(record: StudyRecord, cells: readonly Cell[]): StudyState {
    if (!nextCell(record, cells)) return 'finished';
    if (this.#current?.id === record.id && this.#current.runner) return 'running';
    if (record.wanted) return 'waiting';
    return record.begun ? 'paused' : 'idle';
  }

  async #tell(record: StudyRecord, error?: unknown): Promise<void> {
    const cells = await cellsOf(record.study, studyTools);
    const under = this.#current?.id === record.id ? this.#current.under : undefined;
    this.#studio.emit({
      type: 'study',
      studyId: record.id,
      state: this.#stateOf(record, cells),
      done: record.done.length,
      cells: cells.length,
      ...under,
      ...(error !== undefined && { error: toServiceError(error) }),
    });
  }
}

/** Checks anything that claims to be a study. @throws LabError that names what is at fault. */
function checkStudy(input: unknown): StudySpec {
  const parsed = parseStudySpec(input, studyTools);
  if (!parsed.ok) {
    const message = parsed.issues
      .map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
      .join('; ');
    throw new LabError('invalid-spec', message, { path: parsed.issues[0]!.path });
  }
  const unknown = parsed.study.evaluation.metrics?.find((id) => !metrics.some((metric) => metric.id === id));
  if (unknown !== undefined) {
    const known = metrics.map(({ id }) => id).join(', ');
    throw new LabError('invalid-spec', `There is no metric ${unknown}: choose among ${known}`, {
      path: 'evaluation.metrics',
    });
  }
  return parsed.study;
}

const elsewhereError = (): LabError =>
  new LabError('busy-elsewhere', 'This study is being trained in another tab.', { remedy: 'Pause it there first.' });
