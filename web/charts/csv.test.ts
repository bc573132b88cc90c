import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('writes one row a point, empty where a value is missing and NaN where it is not finite', () => {
  const points = [
    { step: 1, seconds: 0.5, values: { 'g/loss': 2 } },
    { step: 2, seconds: 1, values: { 'g/loss': NaN, 'a,b': 3 } },
  ];
  expect(toCsv(points, ['g/loss', 'a,b'])).toBe('step,seconds,g/loss,"a,b"\r\n1,0.5,2,\r\n2,1,NaN,3\r\n');
});
