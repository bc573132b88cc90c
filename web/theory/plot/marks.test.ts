import { describe, expect, it } from 'vitest';
import { markCount, markPlaces } from './marks.ts';

describe('markPlaces', () => {
  const all = (count: number, width: number) =>
    Array.from({ length: count }, (_, place) => markPlaces(place, count, width)).flat();

  it('gives every curve places of its own, evenly over the whole width', () => {
    const places = [...all(12, 900)].sort((a, b) => a - b);
    expect(places).toHaveLength(36);
    for (const [i, place] of places.entries()) expect(place).toBeCloseTo((i + 0.5) / 36, 12);
  });

  it('marks each curve once where there is little room', () => {
    expect(markPlaces(3, markCount, 40)).toHaveLength(1);
    expect(markPlaces(0, 1, 0)).toEqual([0.5]);
  });
});
