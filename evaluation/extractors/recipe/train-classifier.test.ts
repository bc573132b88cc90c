import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../../core/backend/backend.ts';
import { wasmPathInNode } from '../../../core/backend/testing/wasm-path.ts';
import * as tf from '../../../core/backend/tf.ts';
import type { Batch, Dataset } from '../../../core/data/dataset.ts';
import { uniform } from '../../../core/random/stream.ts';
import { augmented, correctlyClassified, trainClassifier } from './train-classifier.ts';
import type { Recipe } from './train-classifier.ts';

const recipe: Recipe = { seed: 1, epochs: 0.25, batch: 8, learningRate: 2e-3, shift: 2, flip: false };
const side = 28;

/** An image with one lit pixel. */
function lit(row: number, column: number): Batch {
  const x = new Float32Array(side * side);
  x[row * side + column] = 1;
  return { x, labels: Int32Array.of(0) };
}

const positionOf = (x: Float32Array) => [Math.floor(x.indexOf(1) / side), x.indexOf(1) % side] as const;

test('shifts reach every offset up to the limit, and nothing beyond', () => {
  const seen = new Set<string>();
  for (let step = 0; step < 400; step++) {
    const [row, column] = positionOf(augmented(lit(14, 10), recipe, step));
    seen.add(`${row - 14},${column - 10}`);
  }
  expect(seen.size).toBe(25);
  expect([...seen].every((offset) => offset.split(',').every((d) => Math.abs(Number(d)) <= 2))).toBe(true);
});

test('what a shift moves over the edge is lost, and black comes in', () => {
  let lost = 0;
  for (let step = 0; step < 100; step++) {
    const total = augmented(lit(0, 27), recipe, step).reduce((sum, v) => sum + v, 0);
    if (total === 0) lost++;
    else expect(total).toBe(1);
  }
  expect(lost).toBeGreaterThan(30);
});

test('about half of the images are mirrored, where the recipe says so', () => {
  let mirrored = 0;
  for (let step = 0; step < 200; step++) {
    const [, column] = positionOf(augmented(lit(5, 3), { ...recipe, shift: 0, flip: true }, step));
    if (column === 24) mirrored++;
    else expect(column).toBe(3);
  }
  expect(mirrored).toBeGreaterThan(70);
  expect(mirrored).toBeLessThan(130);
});

test('accuracy counts rows whose largest score is at the label', () => {
  const scores = new Float32Array(30);
  scores[3] = scores[14] = scores[29] = 1;
  expect(correctlyClassified(scores, Int32Array.of(3, 4, 8))).toBe(2);
});

/** Ten classes of images that any classifier can tell apart: a bright row for each. */
const rows: Dataset = {
  id: 'rows',
  shape: [side, side, 1],
  classes: 10,
  count: () => 8 * 40,
  batch(seed, index, size) {
    const labels = Int32Array.from(uniform(seed, 'rows', index, size), (u) => Math.floor(10 * u));
    const x = new Float32Array(size * side * side);
    labels.forEach((label, i) => x.fill(1, (i * side + 2 * label + 3) * side, (i * side + 2 * label + 4) * side));
    return { x, labels };
  },
  examples: () => ({ x: new Float32Array(0), labels: new Int32Array(0) }),
};

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

test('training learns, repeats to the bit, and leaves no tensor', async () => {
  const before = tf.memory().numTensors;
  const losses: number[] = [];
  const long: Recipe = { ...recipe, epochs: 1, shift: 0 };
  const train = (chosen: Recipe) => trainClassifier(rows, chosen, (_step, _steps, loss) => losses.push(loss));
  await train(long);
  expect(losses.length).toBe(2);
  expect(losses[1]).toBeLessThan(0.3 * losses[0]!);
  expect(tf.memory().numTensors).toBe(before);
  const [first, second] = [await train(recipe), await train(recipe)];
  for (const [name, { data }] of Object.entries(first)) expect(second[name]!.data).toEqual(data);
});
