import { expect } from 'vitest';
import type * as Mean from './mean.ts';
import { knownAnswer } from '../testing/planted-bugs.ts';

const source = new URL('mean.ts', import.meta.url);

knownAnswer<typeof Mean>(
  'the standard error of {1, 2, 3, 6}',
  source,
  ({ meanOf }) => {
    expect(meanOf(Float64Array.of(1, 2, 3, 6)).standardError).toBeCloseTo(Math.sqrt(14 / 3 / 4), 14);
  },
  {
    'the biased variance': { replace: 'squares / (count - 1) / count', by: 'squares / count / count' },
    'the spread of a value for that of the mean': { replace: '(count - 1) / count)', by: '(count - 1))' },
  },
);
