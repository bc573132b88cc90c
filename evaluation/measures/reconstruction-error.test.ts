import { expect, test } from 'vitest';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as ReconstructionError from './reconstruction-error.ts';
import { reconstructionErrors } from './reconstruction-error.ts';

knownAnswer<typeof ReconstructionError>(
  'the error of an example, and an error of a tenth of the range as 20 dB',
  new URL('reconstruction-error.ts', import.meta.url),
  (module) => {
    const x = Float32Array.of(0, 1, 0.5, 0.5);
    const reconstruction = Float32Array.of(0.5, 1, 0.5, 0);
    expect([...module.reconstructionErrors(x, reconstruction, 2)]).toEqual([0.125, 0.125]);
    expect([...module.reconstructionErrors(x, x, 2)]).toEqual([0, 0]);
    expect(module.peakSignalToNoise(0.01)).toBeCloseTo(20, 12);
    expect(module.peakSignalToNoise(0)).toBe(Infinity);
  },
  {
    'a sum for a mean': { replace: 'sum / size', by: 'sum' },
    'absolute differences': {
      replace: '(x[k]! - reconstruction[k]!) ** 2',
      by: 'Math.abs(x[k]! - reconstruction[k]!)',
    },
    'decibels of an amplitude': { replace: '-10 * Math', by: '-20 * Math' },
    'a natural logarithm': { replace: 'log10', by: 'log' },
  },
);

test('an answer of another length is refused', () => {
  expect(() => reconstructionErrors(new Float32Array(4), new Float32Array(2), 2)).toThrow(RangeError);
});
