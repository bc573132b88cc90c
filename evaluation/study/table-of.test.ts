import { describe, expect, it } from 'vitest';
import { requireStudySpec } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import type { CellResult } from './cell-result.ts';
import { bootstrapInterval } from './statistics/bootstrap-interval.ts';
import { aResult, figure, study } from './study.fixture.ts';
import { tableOf } from './table-of.ts';

const complete = [
  ...[4, 5, 6].map((kl, i) => aResult(0, i + 1, kl)),
  ...[3, 4, 6].map((kl, i) => aResult(1, i + 1, kl)),
  ...[9, 8, 7].map((kl, i) => aResult(2, i + 1, kl)),
];
const table = await tableOf(study, complete, studyTools);

describe('the table of a study', () => {
  it('has the primary figure first, with means, intervals and the values of each seed', () => {
    expect(table.figures.map(({ id }) => id)).toEqual(['kl', 'modes']);
    expect(table).toMatchObject({ done: 9, cells: 9, leastP: 0.25 });
    const { kl } = table.arms[0]!.figures;
    expect(kl).toMatchObject({ values: [4, 5, 6], n: 3, mean: 5 });
    expect(kl!.interval).toEqual(bootstrapInterval([4, 5, 6]));
    expect(table.figures[0]).toMatchObject({ floor: [0.5, 0.5], better: 'lower' });
  });

  it('ends intervals at the bounds of a figure, which every value of it must have', async () => {
    const bounds = { least: 0, most: 8 };
    const modes = [
      [8, 8, 7],
      [1, 0, 0],
      [0, 1, 8],
    ] as const;
    const bounded = complete.map((result): CellResult => {
      const value = modes[Number(result.key[0])]![result.seed - 1]!;
      return { ...result, metrics: [{ ...figure('modes', value, 'higher'), bounds }] };
    });
    const { arms, figures } = await tableOf(study, bounded, studyTools);
    expect(figures[0]).toMatchObject({ id: 'modes', bounds });
    const [first, second, third] = arms.map((arm) => arm.figures['modes']!);
    expect(bootstrapInterval(modes[0])![1]).toBeGreaterThan(8);
    expect(first!.interval).toEqual([bootstrapInterval(modes[0])![0], 8]);
    expect(second!.interval).toEqual([0, bootstrapInterval(modes[1])![1]]);
    // Differences -8, -7, 1 could be anywhere from -8 to 8.
    expect(bootstrapInterval([-8, -7, 1])![0]).toBeLessThan(-8);
    expect(third!.comparison!.interval![0]).toBe(-8);
    bounded[0] = { ...bounded[0]!, metrics: [figure('modes', 8, 'higher')] };
    const some = await tableOf(study, bounded, studyTools);
    expect(some.figures[0]).not.toHaveProperty('bounds');
    expect(some.arms[0]!.figures['modes']!.interval).toEqual(bootstrapInterval(modes[0]));
  });

  it('compares in pairs of a seed with the baseline, corrected over the other arms', () => {
    expect(table.arms[0]!.figures['kl']!.comparison).toBeUndefined();
    // Differences -1, -1, 0: half of the eight assignments reach a sum of 2.
    expect(table.arms[1]!.figures['kl']!.comparison).toMatchObject({ n: 3, mean: -2 / 3, p: 0.5, adjusted: 0.5 });
    // Differences 5, 3, 1: only all alike reach a sum of 9.
    expect(table.arms[2]!.figures['kl']!.comparison).toMatchObject({ n: 3, mean: 3, p: 0.25, adjusted: 0.5 });
  });

  it('ranks within each seed, ties sharing, in the direction that is better', () => {
    const ranks = (id: string) => table.arms.map(({ figures }) => figures[id]!.rank);
    expect(ranks('kl')).toEqual([(2 + 2 + 1.5) / 3, (1 + 1 + 1.5) / 3, 3]);
    expect(ranks('modes')).toEqual([1, 2, 3]);
  });

  it('does not depend on the order of the results, nor on any clock', async () => {
    const shuffled = [...complete].reverse().map((result) => ({ ...result, clock: { ...result.clock, seconds: 99 } }));
    expect(await tableOf(study, shuffled, studyTools)).toEqual(table);
  });

  it('ranks a diverged run last, and leaves it out of means and differences', async () => {
    const results = complete.map((result) => (result.key === '1-2' ? aResult(1, 2, undefined) : result));
    const { arms, notes } = await tableOf(study, results, studyTools);
    const { kl } = arms[1]!.figures;
    expect(kl).toMatchObject({ values: [3, null, 6], n: 2, mean: 4.5, comparison: { n: 2, mean: -0.5 } });
    expect(kl!.interval).toBeUndefined();
    expect(kl!.rank).toBe((1 + 3 + 1.5) / 3);
    expect(arms[1]!.diverged).toEqual([{ seed: 2, step: 63, reason: 'loss of the generator' }]);
    expect(notes.join(' ')).toContain('1 of 9 runs diverged');
  });

  it('ranks only by seeds that every arm has a result for, and says what is missing', async () => {
    const { arms, notes } = await tableOf(study, complete.slice(0, 7), studyTools);
    expect(arms.map(({ figures }) => figures['kl']!.rank)).toEqual([2, 1, 3]);
    expect(arms[2]!.missing).toEqual([2, 3]);
    expect(notes.join(' ')).toContain('2 of 9 runs are not done yet');
  });

  it('says that so few seeds cannot decide, and how many would', () => {
    expect(table.notes.join(' ')).toContain('least corrected p is 0.5. 7 seeds would do.');
  });

  it('takes figures that are no numbers for none', async () => {
    const odd = complete.map((result) =>
      result.arm === 'NS' ? { ...result, metrics: [figure('kl', NaN), figure('extra', 1)] } : result,
    );
    const { arms, figures } = await tableOf(study, odd, studyTools);
    expect(figures.map(({ id }) => id)).toEqual(['kl', 'extra', 'modes']);
    expect(arms[0]!.figures['kl']).toMatchObject({ n: 0, mean: null, values: [null, null, null] });
    expect(arms[1]!.figures['kl']!.comparison).toBeUndefined();
    expect(arms[1]!.figures['extra']).toMatchObject({ n: 0, mean: null });
  });

  it('of a budget of seconds is a function of the results alone, and says that a repeat would differ', async () => {
    const timed = requireStudySpec({ ...study, budget: { kind: 'seconds', seconds: 2 } }, studyTools);
    // Each got as far as it did, which is an outcome like any other.
    const results = complete.map((result, i) => ({ ...result, step: 80 + i }));
    const made = await tableOf(timed, results, studyTools);
    const again = results.map((result) => ({ ...result, clock: { ...result.clock, seconds: 2.25 } }));
    expect(await tableOf(timed, again.reverse(), studyTools)).toEqual(made);
    expect(made.notes.join(' ')).toContain('a repeat has other numbers');
    expect(made.arms).toEqual(table.arms);
    expect(table.notes.join(' ')).not.toContain('repeat');
  });

  it('is there before anything has been run', async () => {
    const empty = await tableOf(study, [], studyTools);
    expect(empty).toMatchObject({ done: 0, figures: [], environments: [] });
    expect(empty.arms).toHaveLength(3);
  });

  it('tells when runs were made in several environments', async () => {
    const mixed = [
      aResult(0, 1, 1),
      aResult(0, 2, 1, { environment: { backend: 'webgpu', arithmetic: 'reproducible', device: 'x' } }),
    ];
    const { environments, notes } = await tableOf(study, mixed, studyTools);
    expect(environments).toHaveLength(2);
    expect(notes.join(' ')).toContain('same environment');
  });
});
