import { expect, it } from 'vitest';
import { mergePoints } from './history-chunks.ts';

it('values of one step come together, the later of a name in place of the earlier, in order of steps', () => {
  const merged = mergePoints([
    { step: 20, seconds: 2, values: { loss: 1, modes: 3 } },
    { step: 10, seconds: 1, values: { loss: 5 } },
    { step: 20, seconds: 2, values: { modes: 8, density: 0.5 } },
  ]);
  expect(merged).toEqual([
    { step: 10, seconds: 1, values: { loss: 5 } },
    { step: 20, seconds: 2, values: { loss: 1, modes: 8, density: 0.5 } },
  ]);
});
