import { describe, expect, it } from 'vitest';
import { plannedEvaluation } from './planned-evaluation.ts';

const course = (every: number, dearEvery?: number): string[] =>
  Array.from({ length: 13 }, (_, step) => {
    const planned = plannedEvaluation({ every, samples: 1, ...(dearEvery !== undefined && { dearEvery }) }, step);
    return planned === undefined ? [] : [`${step} ${planned}`];
  }).flat();

describe('the evaluation that a plan asks for', () => {
  it('is by cheap metrics often and by all of them seldom, which counts for both', () => {
    expect(course(3, 6)).toEqual(['3 cheap', '6 all', '9 cheap', '12 all']);
    expect(course(4, 6)).toEqual(['4 cheap', '6 all', '8 cheap', '12 all']);
  });

  it('may be by all metrics alone, by cheap ones alone, or left to the end', () => {
    expect(course(0, 5)).toEqual(['5 all', '10 all']);
    expect(course(5)).toEqual(['5 cheap', '10 cheap']);
    expect(course(0)).toEqual([]);
  });
});
