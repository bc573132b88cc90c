import { describe, expect, it } from 'vitest';
import { aRun, spec } from '../store/store.fixture.ts';
import { isOver, partOf } from './run-over.ts';

const run = aRun('run', { spec: { ...spec, steps: 100 } });
const timed = { ...run, study: { id: 's', key: '0-1', seconds: 20 } };

describe('a run', () => {
  it('is over after its steps, whatever they took', () => {
    expect(isOver(run, 99, 1e9)).toBe(false);
    expect(isOver(run, 100, 0)).toBe(true);
    expect(partOf(run, 25, 1e9)).toBe(0.25);
  });

  it('of a study by time is over after its seconds too, whichever comes first', () => {
    expect(isOver(timed, 3, 19.9)).toBe(false);
    expect(isOver(timed, 3, 20)).toBe(true);
    expect(isOver(timed, 100, 1)).toBe(true);
    expect(partOf(timed, 3, 5)).toBe(0.25);
    expect(partOf(timed, 75, 5)).toBe(0.75);
    expect(partOf(timed, 3, 30)).toBe(1);
  });
});
