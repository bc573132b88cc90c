import { armsOf, cellsOf } from '../../core/spec/study-plan.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { studyIdentityOf } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import { checkBelongs, readResult, ResultError } from '../../evaluation/study/check-results.ts';
import { reportOf } from '../../evaluation/study/report.ts';
import type { ReportFormat, StudyTable } from '../../evaluation/study/study-table.ts';
import { tableOf } from '../../evaluation/study/table-of.ts';
import { LabError } from '../protocol/errors.ts';
import type {
  CheckedStudy,
  KeptRuns,
  OpenStudy,
  ReportFile,
  StudyId,
  StudyRecord,
  StudyRow,
  StudySpace,
} from '../protocol/study.ts';
import { cellRows } from './cell-rows.ts';
import { checkStudy } from './check-study.ts';
import { settleStudy, spaceOf } from './settle-runs.ts';
import type { Studio } from './study-training.ts';
import { StudyTraining } from './study-training.ts';

/** The studies of this device. Methods throw LabError. */
export class Studies {
  readonly training: StudyTraining;
  readonly #studio: Studio;

  constructor(studio: Studio) {
    this.#studio = studio;
    this.training = new StudyTraining(studio);
  }

  async list(): Promise<readonly StudyRow[]> {
    const records = await this.#studio.store.list();
    return Promise.all(
      records.map(async (record) => {
        const cells = await cellsOf(record.study, studyTools);
        return { record, state: this.training.stateOf(record, cells), cells: cells.length };
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
      kept: 'last-state',
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
    const ordered = cells.flatMap(({ key }) => results.get(key) ?? []);
    const under = this.training.under(id);
    return {
      record,
      state: this.training.stateOf(record, cells),
      arms: armsOf(record.study, studyTools),
      cells: cellRows(record, { cells, results: ordered, runs: await runs.listRuns(), under }),
      results: ordered,
    };
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
    await this.training.tell(await this.#studio.store.update(id, { order: keys }));
  }

  /** Chooses what is kept of runs whose results are stored, and drops what is not at once. */
  async keep(id: StudyId, kept: KeptRuns): Promise<void> {
    const record = await this.#studio.store.update(id, { kept });
    await settleStudy(this.#studio, record);
    this.#studio.emit({ type: 'studies-changed' });
  }

  async space(id: StudyId): Promise<StudySpace> {
    return spaceOf(this.#studio.runs, id);
  }

  async remove(id: StudyId): Promise<void> {
    const { store, runs, sessions } = this.#studio;
    await this.training.pause(id);
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
      await this.training.tell(await this.#studio.store.commit(id, results));
    } catch (error) {
      if (error instanceof ResultError) throw new LabError('invalid-data', error.message, { cause: error });
      throw error;
    }
  }
}
