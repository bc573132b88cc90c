import { armsOf, cellsOf } from '../../core/spec/study-plan.ts';
import type { Cell } from '../../core/spec/study-plan.ts';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { parseStudySpec, studyIdentityOf } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import { tableOf } from '../../evaluation/study/table-of.ts';
import type { ErrorCode, Result } from '../../worker/protocol/errors.ts';
import type { LabEvent } from '../../worker/protocol/events.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import type { KeptRuns, StudyId, StudyRecord, StudyState } from '../../worker/protocol/study.ts';

interface FakeStudy {
  record: StudyRecord;
  state: StudyState;
  readonly cells: readonly Cell[];
  results: CellResult[];
  /** Step of the cell under way. */
  step: number;
}

/** One pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const ok = <T>(value: T): Promise<Result<T>> => Promise.resolve({ ok: true, value });
const fail = <T>(code: ErrorCode, message: string): Promise<Result<T>> =>
  Promise.resolve({ ok: false, error: { code, message } });
const missing = <T>(): Promise<Result<T>> => fail('not-found', 'There is no such study.');

/** The studies of a fake service: one is half done, and each tick of a started one brings it on. */
export class FakeStudies {
  readonly #emit: (event: LabEvent) => void;
  readonly #studies = new Map<StudyId, FakeStudy>();
  readonly #seeded: Promise<void>;

  constructor(emit: (event: LabEvent) => void) {
    this.#emit = emit;
    this.#seeded = this.#seed();
  }

  async #seed(): Promise<void> {
    const study = await this.#add(studyPresets()['ring-objectives']!, 'study-1');
    for (const cell of study.cells.slice(0, 20)) this.#finish(study, cell);
    study.state = 'paused';
    study.record = { ...study.record, begun: true };
  }

  async studies(): ReturnType<TrainingService['studies']> {
    await this.#seeded;
    return ok([...this.#studies.values()].map(({ record, state, cells }) => ({ record, state, cells: cells.length })));
  }

  studyPresets(): ReturnType<TrainingService['studyPresets']> {
    return ok(studyPresets());
  }

  async checkStudy(input: unknown): ReturnType<TrainingService['checkStudy']> {
    const parsed = parseStudySpec(input, studyTools);
    if (!parsed.ok) {
      return fail('invalid-spec', parsed.issues.map(({ path, message }) => `${path}: ${message}`).join('; '));
    }
    const { study } = parsed;
    const cells = await cellsOf(study, studyTools);
    return ok({
      study,
      identity: await studyIdentityOf(study),
      arms: armsOf(study, studyTools),
      cells: cells.length,
    });
  }

  async createStudy(study: StudySpec): ReturnType<TrainingService['createStudy']> {
    await this.#seeded;
    return ok((await this.#add(study, `study-${this.#studies.size + 1}`)).record);
  }

  async openStudy(studyId: StudyId): ReturnType<TrainingService['openStudy']> {
    await this.#seeded;
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    const { record, state, cells, results, step } = found;
    const next = this.#next(found);
    return ok({
      record,
      state,
      arms: armsOf(record.study, studyTools),
      cells: record.order.map((key) => {
        const { spec, ...cell } = cells.find((candidate) => candidate.key === key)!;
        const result = results.find((candidate) => candidate.key === key);
        const under = next?.key === key && step > 0;
        return {
          ...cell,
          state: result?.outcome ?? (under ? (state === 'running' ? 'training' : 'paused') : 'waiting'),
          step: result?.step ?? (under ? step : 0),
          steps: spec.steps,
          part: result ? 1 : under ? step / spec.steps : 0,
          ...(result && record.kept !== 'result' && { runId: `run-${key}` }),
        };
      }),
      results: cells.flatMap(({ key }) => results.filter((result) => result.key === key)),
    });
  }

  startStudy(studyId: StudyId): Promise<Result<void>> {
    return this.#change(studyId, 'running');
  }

  pauseStudy(studyId: StudyId): Promise<Result<void>> {
    return this.#change(studyId, 'paused');
  }

  reorderStudy(studyId: StudyId, keys: readonly string[]): Promise<Result<void>> {
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    found.record = { ...found.record, order: keys };
    this.#tell(found);
    return ok(undefined);
  }

  keepStudyRuns(studyId: StudyId, kept: KeptRuns): Promise<Result<void>> {
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    found.record = { ...found.record, kept };
    this.#emit({ type: 'studies-changed' });
    return ok(undefined);
  }

  studySpace(studyId: StudyId): ReturnType<TrainingService['studySpace']> {
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    const runs = found.record.kept === 'result' ? 0 : found.record.done.length;
    return ok({ runs, bytes: runs * (found.record.kept === 'everything' ? 9e6 : 3e5) });
  }

  removeStudy(studyId: StudyId): Promise<Result<void>> {
    if (!this.#studies.delete(studyId)) return missing();
    this.#emit({ type: 'studies-changed' });
    return ok(undefined);
  }

  async studyTable(studyId: StudyId, baseline?: string): ReturnType<TrainingService['studyTable']> {
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    const { study } = found.record;
    return ok(await tableOf({ ...study, baseline: baseline ?? study.baseline }, found.results, studyTools));
  }

  studyReport(studyId: StudyId, format: string): ReturnType<TrainingService['studyReport']> {
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    return ok({ name: `study.${format}`, type: 'text/plain', text: found.record.study.title });
  }

  importResults(studyId: StudyId, results: unknown): Promise<Result<void>> {
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    for (const result of results as readonly CellResult[]) {
      if (!found.cells.some(({ identity }) => identity === result.identity)) {
        return fail('invalid-data', `The study has no cell ${result.key}: the result is of another study.`);
      }
      if (found.record.done.includes(result.key)) continue;
      found.results.push(result);
      found.record = { ...found.record, done: [...found.record.done, result.key] };
    }
    if (!this.#next(found)) found.state = 'finished';
    this.#tell(found);
    return ok(undefined);
  }

  /** Brings what is started on by some steps. */
  tick(steps: number): void {
    for (const found of this.#studies.values()) {
      if (found.state !== 'running') continue;
      const next = this.#next(found)!;
      found.step = Math.min(found.step + steps * 5, next.spec.steps);
      if (found.step === next.spec.steps) {
        this.#finish(found, next);
        found.step = 0;
        if (!this.#next(found)) found.state = 'finished';
      }
      this.#tell(found);
    }
  }

  async #add(study: StudySpec, id: StudyId): Promise<FakeStudy> {
    const cells = await cellsOf(study, studyTools);
    const now = Date.now();
    const record: StudyRecord = {
      id,
      study,
      identity: await studyIdentityOf(study),
      createdAt: now,
      updatedAt: now,
      order: cells.map(({ key }) => key),
      done: [],
      wanted: false,
      begun: false,
      kept: 'last-state',
    };
    const found: FakeStudy = { record, state: 'idle', cells, results: [], step: 0 };
    this.#studies.set(id, found);
    this.#emit({ type: 'studies-changed' });
    return found;
  }

  #next({ record, cells }: FakeStudy): Cell | undefined {
    const key = record.order.find((candidate) => !record.done.includes(candidate));
    return cells.find((cell) => cell.key === key);
  }

  #finish(found: FakeStudy, cell: Cell): void {
    found.results.push(resultOf(cell, found.record.study));
    found.record = { ...found.record, done: [...found.record.done, cell.key], updatedAt: Date.now() };
  }

  #change(studyId: StudyId, state: StudyState): Promise<Result<void>> {
    const found = this.#studies.get(studyId);
    if (!found) return missing();
    if (found.state !== 'finished') {
      found.state = state;
      found.record = { ...found.record, wanted: state === 'running', begun: true };
      this.#tell(found);
    }
    return ok(undefined);
  }

  #tell(found: FakeStudy): void {
    const { record, state, cells, step } = found;
    const next = this.#next(found);
    this.#emit({
      type: 'study',
      studyId: record.id,
      state,
      done: record.done.length,
      cells: cells.length,
      ...(next && {
        key: next.key,
        step,
        steps: next.spec.steps,
        part: step / next.spec.steps,
        eta: (cells.length - record.done.length) * 8,
      }),
    });
  }
}

/** A plausible result: clipped Wasserstein with seed 3 diverges. */
function resultOf({ key, arm, label, seed, spec, identity }: Cell, study: StudySpec): CellResult {
  const diverged = arm === 2 && seed === 3;
  const wobble = Math.sin(seed * 12.9 + arm * 7.3);
  const reverseKl = 0.1 * (arm + 1) + 0.05 * wobble;
  const modes = Math.min(8, Math.round(8 - arm * 0.7 + wobble));
  const every = study.evaluation.every || spec.steps;
  const points = Math.floor(spec.steps / every);
  const curve = Array.from({ length: diverged ? 2 : points }, (_, i) => ({
    step: (i + 1) * every,
    values: {
      'reverse-kl': reverseKl + 1.5 * Math.exp((-4 * (i + 1)) / points),
      modes: Math.round((modes * (i + 1)) / points),
    },
  }));
  const counts = { generated: study.evaluation.samples };
  return {
    key,
    arm: label,
    seed,
    identity,
    outcome: diverged ? 'diverged' : 'finished',
    step: diverged ? 612 : spec.steps,
    ...(diverged && { reason: 'the loss of the discriminator' }),
    digest: identity.slice(32) + identity.slice(0, 32),
    metrics: diverged
      ? []
      : [
          { id: 'modes', label: 'Modes covered', value: modes, unit: 'of 8', better: 'higher', counts, floor: 8 },
          {
            id: 'reverse-kl',
            label: 'Reverse KL',
            value: reverseKl,
            unit: 'nats',
            better: 'lower',
            counts,
            floor: 0.001,
          },
          {
            id: 'high-quality',
            label: 'High-quality samples',
            value: 0.95 - 0.05 * arm + 0.02 * wobble,
            better: 'higher',
            counts,
            floor: 0.997,
          },
        ],
    curve,
    samples: { width: 1, height: 1, png },
    environment: { backend: 'wasm', arithmetic: 'reproducible' },
    clock: {
      seconds: 6 + arm,
      curve: curve.map(({ step }) => (step / spec.steps) * (6 + arm)),
      machine: 'a fake browser on 8 processors',
    },
  };
}
