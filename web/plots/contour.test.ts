import { describe, expect, it } from 'vitest';
import { zeroContour } from './contour.ts';

describe('zeroContour', () => {
  it('finds the line of a linear function exactly', () => {
    const resolution = 5;
    const values = Float32Array.from({ length: 25 }, (_, i) => (i % resolution) - 1.5);
    const segments = zeroContour(values, resolution);
    expect(segments).toHaveLength(4);
    for (const [x0, , x1] of segments) expect([x0, x1]).toEqual([1.5, 1.5]);
  });

  it('closes around a peak: each end of a segment is the end of another', () => {
    const resolution = 21;
    const values = Float32Array.from(
      { length: 441 },
      (_, i) => 36.3 - (((i % 21) - 10) ** 2 + (Math.floor(i / 21) - 10) ** 2),
    );
    const ends = new Map<string, number>();
    for (const [x0, y0, x1, y1] of zeroContour(values, resolution)) {
      for (const end of [`${x0.toFixed(4)},${y0.toFixed(4)}`, `${x1.toFixed(4)},${y1.toFixed(4)}`])
        ends.set(end, (ends.get(end) ?? 0) + 1);
    }
    expect(ends.size).toBeGreaterThan(20);
    expect([...ends.values()].every((count) => count === 2)).toBe(true);
  });

  it('has no line through values that are not finite, or where the sign never changes', () => {
    expect(zeroContour(Float32Array.from([1, NaN, -1, 1]), 2)).toEqual([]);
    expect(zeroContour(Float32Array.from([1, 2, 3, 4]), 2)).toEqual([]);
  });
});
