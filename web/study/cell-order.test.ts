import fc from 'fast-check';
import { expect, it } from 'vitest';
import { movedTo } from './cell-order.ts';

it('moves a cell among those that wait, and leaves the others where they are', () => {
  const order = ['done', 'a', 'b', 'under way', 'c'];
  expect(movedTo(order, ['a', 'b', 'c'], 'c', 0)).toEqual(['done', 'c', 'a', 'under way', 'b']);
  expect(movedTo(order, ['a', 'b', 'c'], 'a', 1)).toEqual(['done', 'b', 'a', 'under way', 'c']);
  expect(movedTo(order, ['a', 'b', 'c'], 'a', 99)).toEqual(['done', 'b', 'c', 'under way', 'a']);
  expect(movedTo(order, ['a', 'b', 'c'], 'b', -3)).toEqual(['done', 'b', 'a', 'under way', 'c']);
});

it('keeps the order for a cell that does not wait', () => {
  expect(movedTo(['done', 'a'], ['a'], 'done', 0)).toEqual(['done', 'a']);
});

it('is always an order of the same cells', () => {
  const cases = fc
    .uniqueArray(fc.string(), { minLength: 1 })
    .chain((order) => fc.tuple(fc.constant(order), fc.subarray(order), fc.constantFrom(...order), fc.integer()));
  fc.assert(
    fc.property(cases, ([order, waiting, key, to]) => {
      expect([...movedTo(order, waiting, key, to)].sort()).toEqual([...order].sort());
    }),
  );
});
