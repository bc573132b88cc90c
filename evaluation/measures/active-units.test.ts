import { expect, test } from 'vitest';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './active-units.ts';
import { unitVariances } from './active-units.ts';

knownAnswer<typeof Module>(
  'units whose means vary by 0.0121 and 0.0081 about 3, and one that is constant: one is active',
  new URL('active-units.ts', import.meta.url),
  ({ unitVariances: variancesOf, activeUnits }) => {
    const variances = variancesOf(Float64Array.of(3.11, 0.09, 7, 2.89, -0.09, 7), 3);
    [0.0121, 0.0081, 0].forEach((value, j) => expect(variances[j]).toBeCloseTo(value, 12));
    expect(activeUnits(variances)).toBe(1);
  },
  {
    'second moments, not variances': { replace: '- mean[j]!) ** 2', by: ') ** 2' },
    'standard deviations': { replace: 'return variances;', by: 'return variances.map(Math.sqrt);' },
    'another threshold': { replace: 'threshold = 0.01', by: 'threshold = 0.001' },
  },
);

test('rows are counted as often as they are named, and none is refused', () => {
  const means = Float64Array.of(0, 1, 2);
  expect(unitVariances(means, 1, [0, 2, 2, 0])[0]).toBe(1);
  expect(() => unitVariances(new Float64Array(0), 2)).toThrow(RangeError);
});
