import { afterEach, expect, test } from 'vitest';
import { evaluationTable } from './evaluation.ts';
import { RendererMemory } from './renderer-memory.ts';

const memory = new RendererMemory();
afterEach(() => memory.stop());

test('the table has a line for each task, with a dash where memory could not be seen', () => {
  const table = evaluationTable({
    ...{ version: 1, machine: { name: 'linux', userAgent: 'Chromium', cores: 2 }, samples: 10_000 },
    figures: [
      { task: 'features', seconds: 2, rounds: [1, 2, 9], peakBytes: null, growthBytes: null },
      { task: 'KID', seconds: 3.456, rounds: [3.456], peakBytes: 300 * 2 ** 20, growthBytes: 5 * 2 ** 20 },
    ],
  });
  const lines = table.split('\n').map((line) => line.trim().split(/ {2,}/));
  expect(lines.at(-2)).toEqual(['features of 10,000 images', '2.00', '1.00 2.00 9.00', '-', '-']);
  expect(lines.at(-1)).toEqual(['KID of 10,000 against 10,000', '3.46', '3.46', '300 MiB', '5.00 MiB']);
});

test('without a browser there is no memory to see', () => {
  expect(memory.during(0, Date.now())).toBeUndefined();
});
