import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knownAnswer } from '../testing/planted-bugs.ts';
import type * as Module from './assignment.ts';
import { cheapestAssignment } from './assignment.ts';

/** The least total cost by trying every assignment. */
function leastCost(costs: ArrayLike<number>, rows: number, columns: number, row = 0, used = 0): number {
  if (row === rows) return 0;
  let least = Infinity;
  for (let j = 0; j < columns; j++) {
    if ((used >> j) & 1) continue;
    least = Math.min(least, costs[row * columns + j]! + leastCost(costs, rows, columns, row + 1, used | (1 << j)));
  }
  return least;
}

const problem = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 2 })).chain(([rows, more]) =>
  fc.record({
    rows: fc.constant(rows),
    columns: fc.constant(rows + more),
    costs: fc.array(fc.integer({ min: -9, max: 9 }), {
      minLength: rows * (rows + more),
      maxLength: rows * (rows + more),
    }),
  }),
);

knownAnswer<typeof Module>(
  'as cheap as the cheapest of all assignments, each column once',
  new URL('assignment.ts', import.meta.url),
  (module) => {
    fc.assert(
      fc.property(problem, ({ rows, columns, costs }) => {
        const chosen = module.cheapestAssignment(Float64Array.from(costs), rows, columns);
        expect(new Set(chosen).size).toBe(rows);
        const cost = chosen.reduce((sum, column, row) => sum + costs[row * columns + column]!, 0);
        expect(cost).toBe(leastCost(costs, rows, columns));
      }),
      { seed: 1, numRuns: 300 },
    );
  },
  {
    'each row its own cheapest free column': {
      replace: '} while (row >= 0);',
      by: '} while (false);\n    if (row >= 0) { column = rowOf.indexOf(-1); reachedFrom[column] = -1; }',
    },
    'prices that never move': { replace: 'columnPrices[j]! -= shortest - distance[j]!;', by: '' },
    'the price of the new row forgotten': { replace: 'rowPrices[start]! += shortest;', by: '' },
  },
);

test('100 x 100 is solved at once, and found by a permutation that was hidden in it', () => {
  const size = 100;
  const hidden = Int32Array.from({ length: size }, (_, i) => (37 * i + 11) % size);
  const costs = Float64Array.from({ length: size * size }, (_, at) => ((at * 7919) % 101) + 1);
  hidden.forEach((column, row) => (costs[row * size + column] = 0));
  expect([...cheapestAssignment(costs, size, size)]).toEqual([...hidden]);
});

test('more rows than columns, and costs that are not finite, are refused', () => {
  expect(() => cheapestAssignment(new Float64Array(2), 2, 1)).toThrow('2 rows');
  expect(() => cheapestAssignment(Float64Array.of(NaN), 1, 1)).toThrow(RangeError);
});
