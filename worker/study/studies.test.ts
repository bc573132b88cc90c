import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cellsOf } from '../../core/spec/study-plan.ts';
import { requireStudySpec } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import type { LabEvent } from '../protocol/events.ts';
import { abortAfterPut, newName, withTable } from '../store/faults.fixture.ts';
import { aCheckpoint, aFrame, aRun } from '../store/store.fixture.ts';
import type { RunStore } from '../store/run-store.ts';
import type { Stores } from '../store/store.ts';
import { openStores } from '../store/store.ts';
import { Studies } from './studies.ts';
import { StudyRunner } from './study-runner.ts';
import type { Studio } from './study-training.ts';

const study = requireStudySpec({ ...studyPresets()['ring-objectives']!, seeds: [1, 2] }, studyTools);
const cells = await cellsOf(study, studyTools);

const opened: Stores[] = [];
afterEach(() => opened.splice(0).forEach(({ runs }) => runs.close()));

/** Studies that nothing trains. */
async function studiesOf(name = newName()) {
  const stores = await openStores({ name });
  opened.push(stores);
  const events: LabEvent[] = [];
  const { runs, studies: store } = stores;
  const studio = {
    store,
    runs,
    sessions: { ending: (_: string, work: () => Promise<void>) => work() },
    emit: (event: LabEvent) => events.push(event),
    interrupt: () => undefined,
  } as unknown as Studio;
  return { studies: new Studies(studio), events, runs, studio };
}

function aResult(index: number, changes: Partial<CellResult> = {}): CellResult {
  const { key, label, seed, identity, arm } = cells[index]!;
  return {
    key,
    arm: label,
    seed,
    identity,
    outcome: 'finished',
    step: 2000,
    digest: identity,
    metrics: [{ id: 'reverse-kl', label: 'Reverse KL', value: arm, better: 'lower', counts: { generated: 9 } }],
    curve: [],
    environment: { backend: 'wasm', arithmetic: 'reproducible' },
    clock: { seconds: 1, curve: [], machine: 'here' },
    ...changes,
  };
}

describe('studies', () => {
  it('are there after the store is opened again, with their results', async () => {
    const name = newName();
    const first = await studiesOf(name);
    const { id, order } = await first.studies.create(study);
    expect(order).toEqual(cells.map(({ key }) => key));
    await first.studies.import(id, [aResult(3), aResult(0)]);
    first.runs.close();
    const { studies } = await studiesOf(name);
    expect(await studies.list()).toMatchObject([
      { record: { id, study, done: ['3-1', '0-1'] }, cells: 12, state: 'idle' },
    ]);
    const open = await studies.open(id);
    expect(open.results.map(({ key }) => key)).toEqual(['0-1', '3-1']);
    expect(open.cells.filter(({ state }) => state === 'finished').map(({ key }) => key)).toEqual(['0-1', '3-1']);
    expect((await studies.table(id)).done).toBe(2);
    expect((await studies.report(id, 'csv')).text.split('\r\n')).toHaveLength(4);
  });

  it('show the runs of their cells', async () => {
    const { studies, runs } = await studiesOf();
    const { id } = await studies.create(study);
    await runs.putRun(aRun('a', { study: { id, key: '1-1' }, step: 500 }));
    await runs.putRun(aRun('b', { study: { id: 'another', key: '2-1' }, step: 500 }));
    const rows = (await studies.open(id)).cells.filter(({ state }) => state === 'paused');
    expect(rows).toMatchObject([{ key: '1-1', runId: 'a', step: 500, steps: 2000 }]);
  });

  it('are put in another order, which names every cell once', async () => {
    const { studies, events } = await studiesOf();
    const { id, order } = await studies.create(study);
    const turned = [...order].reverse();
    await studies.reorder(id, turned);
    expect((await studies.open(id)).cells.map(({ key }) => key)).toEqual(turned);
    expect(events.at(-1)).toMatchObject({ type: 'study', studyId: id });
    for (const wrong of [order.slice(1), [...order.slice(1), order[1]!], [...order.slice(1), 'x']]) {
      await expect(studies.reorder(id, wrong)).rejects.toMatchObject({ code: 'invalid-spec' });
    }
    expect((await studies.open(id)).record.order).toEqual(turned);
  });

  it('take results from elsewhere all or none, and none that contradict', async () => {
    const { studies } = await studiesOf();
    const { id } = await studies.create(study);
    const refused = { code: 'invalid-data' };
    await expect(studies.import(id, [aResult(0), { ...aResult(1), seed: 9 }])).rejects.toMatchObject(refused);
    await expect(studies.import(id, { some: 'thing' })).rejects.toMatchObject(refused);
    expect((await studies.open(id)).results).toEqual([]);
    await studies.import(id, aResult(0));
    await studies.import(id, aResult(0, { clock: { seconds: 99, curve: [], machine: 'there' } }));
    await expect(studies.import(id, [aResult(1), aResult(0, { digest: 'ab'.repeat(32) })])).rejects.toMatchObject(
      refused,
    );
    expect((await studies.open(id)).results.map(({ clock }) => clock.machine)).toEqual(['here']);
  });

  it('keep a result where there is no room at first, since it took long to come by', async () => {
    const { studies, runs } = await studiesOf();
    const { id } = await studies.create(study);
    await runs.putRun(aRun('gone'));
    await runs.softDelete('gone');
    abortAfterPut('results', new DOMException('full', 'QuotaExceededError'), 1);
    await studies.import(id, aResult(0));
    vi.restoreAllMocks();
    expect((await studies.open(id)).results.map(({ key }) => key)).toEqual(['0-1']);
    expect(await runs.getRun('gone')).toBeUndefined();
  });

  it('are finished when every cell that is to be run here is', async () => {
    const { studies } = await studiesOf();
    const { id } = await studies.create(study, ['0-1', '1-1']);
    await studies.import(id, [aResult(0), aResult(1)]);
    expect((await studies.list())[0]!.state).toBe('finished');
    await expect(studies.create(study, ['9-9'])).rejects.toMatchObject({ code: 'invalid-spec' });
  });

  it('are refused with the setting at fault', async () => {
    const { studies } = await studiesOf();
    const error = { code: 'invalid-spec', path: 'seeds' };
    await expect(studies.create({ ...study, seeds: [1, 1] })).rejects.toMatchObject(error);
    const evaluation = { ...study.evaluation, metrics: ['mode-coverage', 'vibes'] };
    await expect(studies.check({ ...study, evaluation })).rejects.toThrow('no metric vibes');
    await expect(studies.open('none')).rejects.toMatchObject({ code: 'not-found' });
    expect(await studies.check(study)).toMatchObject({ cells: 12, study });
  });
});

describe('what is kept of the runs of a study', () => {
  const stepsOf = async (runs: RunStore, id: string) => (await runs.listCheckpoints(id)).map(({ step }) => step);

  /** A study with a run that has ended, one under way, and one of nobody; each with three checkpoints. */
  async function begun() {
    const lab = await studiesOf();
    const { id } = await lab.studies.create(study);
    const own: Record<string, { id: string; key: string } | undefined> = {
      ended: { id, key: '0-1' },
      underWay: { id, key: '1-1' },
      other: undefined,
    };
    for (const [run, of] of Object.entries(own)) {
      await lab.runs.putRun(aRun(run, of && { study: of }));
      for (const step of [10, 20, 30]) {
        await lab.runs.commitCheckpoint(run, aCheckpoint(step), { pinned: false });
        await lab.runs.putFrame(run, aFrame(step));
      }
    }
    await lab.studies.import(id, aResult(0));
    return { ...lab, id };
  }

  it('is the last state, of those that have ended alone', async () => {
    const { studies, runs, id } = await begun();
    const before = await studies.space(id);
    await studies.keep(id, 'everything');
    expect(await studies.space(id)).toEqual(before);
    await studies.keep(id, 'last-state');
    expect(await stepsOf(runs, 'ended')).toEqual([30]);
    expect(await runs.frameSteps('ended')).toEqual([30]);
    expect(await stepsOf(runs, 'underWay')).toEqual([10, 20, 30]);
    expect(await stepsOf(runs, 'other')).toEqual([10, 20, 30]);
    const after = await studies.space(id);
    expect(after.runs).toBe(2);
    expect(after.bytes).toBeCloseTo((before.bytes * 4) / 6);
  });

  it('can be the result alone', async () => {
    const { studies, runs, id } = await begun();
    await studies.keep(id, 'result');
    expect((await runs.listRuns()).map((run) => run.id).sort()).toEqual(['other', 'underWay']);
    const { record, cells: rows, results } = await studies.open(id);
    expect(record.kept).toBe('result');
    expect(rows.find(({ key }) => key === '0-1')).toMatchObject({ state: 'finished', part: 1 });
    expect(rows.find(({ key }) => key === '0-1')).not.toHaveProperty('runId');
    expect(results).toHaveLength(1);
  });

  it('is seen to when a study is taken up that was killed after a result was stored', async () => {
    const { studies, runs, id, studio } = await begun();
    await studies.import(
      id,
      cells.slice(1).map((_, i) => aResult(i + 1)),
    );
    const { record } = await studies.open(id);
    await new StudyRunner(record, cells, studio, () => undefined).run();
    expect(await stepsOf(runs, 'ended')).toEqual([30]);
    expect(await stepsOf(runs, 'other')).toEqual([10, 20, 30]);
  });

  it('was not chosen in a study that an earlier version stored', async () => {
    const name = newName();
    const { studies, runs } = await studiesOf(name);
    const { id, kept, ...old } = await studies.create(study);
    await withTable(name, 'studies', 'readwrite', (rows) => rows.put({ id, ...old }));
    expect(kept).toBe('last-state');
    expect((await studies.open(id)).record.kept).toBe('last-state');
    runs.close();
  });
});
