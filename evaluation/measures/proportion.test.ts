import { expect } from 'vitest';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './proportion.ts';

knownAnswer<typeof Module>(
  'intervals of 0, 5 and 10 in 10 (Wilson), counts of agreement, and the likeliest class',
  new URL('proportion.ts', import.meta.url),
  ({ proportionInterval, agreements, likeliest }) => {
    const [low, high] = proportionInterval(5, 10);
    expect(low).toBeCloseTo(0.2366, 4);
    expect(high).toBeCloseTo(0.7634, 4);
    expect(proportionInterval(0, 10)[0]).toBe(0);
    expect(proportionInterval(0, 10)[1]).toBeCloseTo(0.2775, 4);
    expect(proportionInterval(10, 10)[1]).toBe(1);
    expect(agreements(Int32Array.of(1, 2, 3), Int32Array.of(1, 0, 3))).toBe(2);
    expect(() => agreements(Int32Array.of(1), Int32Array.of(1, 2))).toThrow(RangeError);
    expect([...likeliest(Float32Array.of(0.2, 0.5, 0.3, 0.4, 0.2, 0.4), 3)]).toEqual([1, 0]);
  },
  {
    'the interval of Wald': { replace: '(p + z2 / (2 * count)) / (1 + z2 / count)', by: 'p' },
    'one-sided': { replace: '1.959963984540054', by: '1.6448536269514722' },
    'the last of equals': { replace: 'value > row[best]!', by: 'value >= row[best]!' },
    disagreements: { replace: 'label === b[i] ? 1 : 0', by: 'label === b[i] ? 0 : 1' },
  },
);
