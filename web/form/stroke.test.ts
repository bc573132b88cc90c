import { describe, expect, it } from 'vitest';
import { along, without } from './stroke.ts';

describe('a stroke', () => {
  it('adds points evenly, and none before the first distance is covered', () => {
    expect(along([0, 0], [1, 0], 0.25)).toEqual([0.25, 0, 0.5, 0, 0.75, 0, 1, 0]);
    expect(along([0, 0], [0, -0.5], 0.2)).toHaveLength(4);
    expect(along([0, 0], [0.1, 0.1], 0.2)).toEqual([]);
    expect(along([1, 1], [1, 1], 0.2)).toEqual([]);
  });

  it('rubs out what lies within the radius', () => {
    expect(without([0, 0, 1, 0, 0, 2], [0, 0], 1)).toEqual([0, 2]);
    expect(without([0, 0], [3, 3], 1)).toEqual([0, 0]);
  });
});
