import { describe, expect, it } from 'vitest';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import { armPoints } from './arm-points.ts';

const cell = (points: readonly (readonly [number, number, number])[], outcome: CellResult['outcome'] = 'finished') =>
  ({
    outcome,
    curve: points.map(([step, value]) => ({ step, values: { kl: value } })),
    clock: { seconds: 9, curve: points.map(([, , seconds]) => seconds), machine: '' },
  }) as unknown as CellResult;

describe('armPoints', () => {
  it('is the mean over seeds at the steps that all were measured at', () => {
    const two = [
      cell([
        [10, 1, 2],
        [20, 3, 4],
      ]),
      cell([
        [10, 3, 4],
        [20, 5, 8],
        [30, 9, 9],
      ]),
    ];
    expect(armPoints(two)).toEqual([
      { step: 10, seconds: 3, values: { kl: 2 } },
      { step: 20, seconds: 6, values: { kl: 4 } },
    ]);
  });

  it('leaves out what diverged, and is empty without a finished cell', () => {
    const sound = cell([[10, 1, 2]]);
    expect(armPoints([sound, cell([[10, 99, 99]], 'diverged')])).toEqual([{ step: 10, seconds: 2, values: { kl: 1 } }]);
    expect(armPoints([cell([[10, 99, 99]], 'diverged')])).toEqual([]);
    expect(armPoints([])).toEqual([]);
  });

  it('keeps a value that is not finite, so that the chart marks it', () => {
    expect(armPoints([cell([[10, NaN, 2]]), cell([[10, 1, 2]])])[0]!.values['kl']).toBeNaN();
  });
});
