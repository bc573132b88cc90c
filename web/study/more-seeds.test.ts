import { expect, it } from 'vitest';
import { cellsOf } from '../../core/spec/study-plan.ts';
import { requireStudySpec } from '../../core/spec/study-spec.ts';
import { studyPresets, studyTools } from '../../core/studies.ts';
import { roomForSeeds, withMoreSeeds } from './more-seeds.ts';

const study = studyPresets()['ring-objectives']!;

it('has every run of the study among its own, with the same key and identity', async () => {
  const more = requireStudySpec(withMoreSeeds(study, 3), studyTools);
  expect(more.seeds).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(more.title).toBe('Objectives on the ring (8 seeds)');
  const cells = await cellsOf(more, studyTools);
  for (const cell of await cellsOf(study, studyTools)) expect(cells).toContainEqual(cell);
  expect(withMoreSeeds(more, 1).title).toBe('Objectives on the ring (9 seeds)');
});

it('takes the least free seeds where none is larger, each once', () => {
  const odd = { ...study, seeds: [0xffffffff, 1, 3] };
  expect(withMoreSeeds(odd, 3).seeds).toEqual([0xffffffff, 1, 3, 2, 4, 5]);
  expect(withMoreSeeds({ ...study, seeds: [0xfffffffe] }, 2).seeds).toEqual([0xfffffffe, 0xffffffff, 1]);
});

it('can fill a study up', () => {
  const full = withMoreSeeds(study, roomForSeeds(study));
  expect(new Set(full.seeds).size).toBe(100);
  expect(requireStudySpec(full, studyTools).seeds).toHaveLength(100);
  expect(roomForSeeds(full)).toBe(0);
});

it('leaves a long title within what a title may be', () => {
  const long = withMoreSeeds({ ...study, title: 'x'.repeat(120) }, 2);
  expect(long.title).toHaveLength(120);
  expect(long.title.endsWith(' (7 seeds)')).toBe(true);
});
