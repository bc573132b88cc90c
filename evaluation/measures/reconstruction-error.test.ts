import { expect, test } from 'vitest';
import { reconstructionErrors } from './reconstruction-error.ts';

test('the error of an example is the mean of its squared differences, not their sum', () => {
  const x = Float32Array.of(0, 1, 0.5, 0.5);
  const reconstruction = Float32Array.of(0.5, 1, 0.5, 0);
  expect([...reconstructionErrors(x, reconstruction, 2)]).toEqual([0.125, 0.125]);
  expect([...reconstructionErrors(x, x, 2)]).toEqual([0, 0]);
});

test('an answer of another length is refused', () => {
  expect(() => reconstructionErrors(new Float32Array(4), new Float32Array(2), 2)).toThrow(RangeError);
});
