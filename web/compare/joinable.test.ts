import { expect, it } from 'vitest';
import { requireStudySpec } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import type { RunRow } from '../../worker/protocol/service.ts';
import type { StudyRow } from '../../worker/protocol/study.ts';
import { armKey, armOfKey } from './arms.ts';
import { joinable } from './joinable.ts';

const study = requireStudySpec({ ...studyPresets()['ring-objectives']!, seeds: [1, 2] }, studyTools);
const studyRow = (done: readonly string[]): StudyRow =>
  ({ record: { id: 's', study, done }, cells: 12, state: 'paused' }) as unknown as StudyRow;
const runRow = (id: string): RunRow => ({ run: { id, name: `Run ${id}` } }) as unknown as RunRow;

it('has a key for an arm and for one seed of it, whatever the study is called', () => {
  for (const id of ['s', 'a:1', 'b-2']) {
    expect(armOfKey(armKey(id, 3))).toEqual({ studyId: id, arm: 3 });
    expect(armOfKey(armKey(id, 3, 7))).toEqual({ studyId: id, arm: 3, seed: 7 });
  }
  expect(armOfKey('5f0c2a1e-0000-4000-8000-1234567890ab')).toBeUndefined();
});

it('offers runs, and of each study the arms and runs that have results, but what is there already', () => {
  const groups = joinable(
    [runRow('a'), runRow('b')],
    [studyRow(['1-2', '1-1', '5-1'])],
    ['a', 'study:s:5', 'study:s:1-2'],
  );
  expect(groups).toEqual([
    { heading: 'Runs', entries: [{ key: 'b', label: 'Run b' }] },
    { heading: study.title, entries: [{ key: 'study:s:1', label: 'non-saturating (mean of 2 seeds)' }] },
    {
      heading: `${study.title}: single runs`,
      entries: [
        { key: 'study:s:1-1', label: 'non-saturating, seed 1' },
        { key: 'study:s:5-1', label: 'hinge, seed 1' },
      ],
    },
  ]);
});

it('offers nothing of a study without results, and no list that is too long to choose from', () => {
  expect(joinable([], [studyRow([])], [])).toEqual([]);
  const long = { ...study, seeds: Array.from({ length: 11 }, (_, i) => i) };
  const done = long.seeds.flatMap((seed) => [0, 1, 2, 3, 4, 5].map((arm) => `${arm}-${seed}`));
  const groups = joinable([], [{ ...studyRow(done), record: { ...studyRow(done).record, study: long } }], []);
  expect(groups.map(({ entries }) => entries.length)).toEqual([6]);
});
