import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duplicateKey } from './duplicate-key.ts';

it('finds a repeated key at any depth, also when it is spelt with an escape', () => {
  expect(duplicateKey('{"a":1,"a":2}')).toBe('a');
  expect(duplicateKey('{"x":[{"a":1},{"b":{"c":1,"\\u0063":2}}]}')).toBe('c');
  expect(duplicateKey('{ "\\"" : 1 , "\\"" : 2 }')).toBe('"');
});

it('is not misled by equal keys of different objects, by values, or by punctuation inside strings', () => {
  expect(duplicateKey('{"a":{"a":"a"},"b":["a","a",{"a":1},{"a":2}]}')).toBeUndefined();
  expect(duplicateKey('{"a":"\\",\\"a\\":1","b":"{:}"}')).toBeUndefined();
});

it('finds none in what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(duplicateKey(text)).toBeUndefined();
    }),
  );
});
