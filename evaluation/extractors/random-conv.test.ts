import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../core/backend/backend.ts';
import { wasmPathInNode } from '../../core/backend/testing/wasm-path.ts';
import * as tf from '../../core/backend/tf.ts';
import { normal, uniform } from '../../core/random/stream.ts';
import { momentsOf } from '../linear-algebra/moments.ts';
import { frechetDistance } from '../measures/frechet-distance.ts';
import { randomConvExtractor } from './random-conv.ts';

beforeAll(async () => {
  await startBackend({ choice: 'wasm', wasmPath: await wasmPathInNode(), arithmetic: 'reproducible' });
});

const images = (name: string, count: number, size: number) => uniform(1, name, 0, count * size);

test('the weights are those of the seed, on every machine', async () => {
  const { sha256 } = await randomConvExtractor([28, 28, 1]);
  expect(sha256).toBe('e29ae59f06a8ff9b5adbb24bd36067fa3be4de54bbb858a29b8a31d649f57dce');
  expect((await randomConvExtractor([64, 48, 3])).sha256).toBe(sha256);
});

/** Stride 2, zeros around, as many before as after or one less; float64. */
function convolved(x: number[][][], kernel: Float32Array, size: number, outputs: number): number[][][] {
  const [height, width, inputs] = [x.length, x[0]!.length, x[0]![0]!.length];
  const before = (length: number) => Math.floor(Math.max((Math.ceil(length / 2) - 1) * 2 + size - length, 0) / 2);
  return Array.from({ length: Math.ceil(height / 2) }, (_, r) =>
    Array.from({ length: Math.ceil(width / 2) }, (_, c) =>
      Array.from({ length: outputs }, (_, o) => {
        let sum = 0;
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            const pixel = x[2 * r + i - before(height)]?.[2 * c + j - before(width)];
            for (let k = 0; pixel && k < inputs; k++)
              sum += pixel[k]! * kernel[((i * size + j) * inputs + k) * outputs + o]!;
          }
        }
        return Math.max(sum, 0);
      }),
    ),
  );
}

function meanOver(x: number[][][], top: number, left: number, height: number, width: number): number[] {
  const chosen = x.slice(top, top + height).flatMap((row) => row.slice(left, left + width));
  return chosen[0]!.map((_, o) => chosen.reduce((sum, pixel) => sum + pixel[o]!, 0) / chosen.length);
}

test.each([
  [13, 10, 3],
  [28, 28, 1],
  [1, 2, 3],
])('images of %i x %i x %i have the features of the definition', async (height, width, channels) => {
  const extractor = await randomConvExtractor([height, width, channels as 1 | 3]);
  const x = images('a', 1, height * width * channels);
  const { features } = await extractor.run(x, 1);
  const shapes = [
    [5, 3, 12],
    [3, 12, 24],
    [3, 24, 12],
  ] as const;
  let layer: number[][][] = Array.from({ length: height }, (_, r) =>
    Array.from({ length: width }, (_, c) =>
      [0, 1, 2].map((k) => 2 * x[(r * width + c) * channels + (channels === 1 ? 0 : k)]! - 1),
    ),
  );
  const expected: number[] = [];
  shapes.forEach(([size, inputs, outputs], index) => {
    const fan = size * size * inputs;
    const kernel = normal(84, 'extractor/random-conv', index, fan * outputs).map((e) => e * Math.sqrt(2 / fan));
    layer = convolved(layer, kernel, size, outputs);
    const [rows, columns] = [layer.length, layer[0]!.length];
    if (index < 2) expected.push(...meanOver(layer, 0, 0, rows, columns));
    else {
      const [h, w] = [Math.ceil(rows / 2), Math.ceil(columns / 2)];
      for (const top of [0, rows - h])
        for (const left of [0, columns - w]) expected.push(...meanOver(layer, top, left, h, w));
    }
  });
  expect(features.length).toBe(84);
  expected.forEach((value, k) => expect(features[k]).toBeCloseTo(value, 5));
});

test('an image has the same bits whatever it is run with, and nothing is left', async () => {
  const extractor = await randomConvExtractor([9, 9, 3]);
  const x = images('b', 130, 243);
  const tensors = tf.memory().numTensors;
  const { features } = await extractor.run(x, 130);
  const alone = await extractor.run(x.subarray(120 * 243, 121 * 243), 1);
  expect(alone.features).toEqual(features.subarray(120 * 84, 121 * 84));
  expect(tf.memory().numTensors).toBe(tensors);
});

test('grey images are seen as colour ones of three equal channels', async () => {
  const grey = images('c', 4, 30);
  const colour = Float32Array.from({ length: 4 * 90 }, (_, at) => grey[Math.floor(at / 3)]!);
  const [one, three] = [await randomConvExtractor([6, 5, 1]), await randomConvExtractor([6, 5, 3])];
  expect((await one.run(grey, 4)).features).toEqual((await three.run(colour, 4)).features);
});

/** Discs of random place and size, 16 x 16, on a slope of light. */
function discs(name: string, count: number, noise = 0, places = Infinity): Float32Array {
  const draws = uniform(2, name, 0, count * 3);
  const noises = normal(2, `${name}/noise`, 0, count * 256);
  return Float32Array.from({ length: count * 256 }, (_, at) => {
    const i = Math.floor(at / 256) % places;
    const [y, x] = [Math.floor(at / 16) % 16, at % 16];
    const [cy, cx, r] = [4 + 8 * draws[3 * i]!, 4 + 8 * draws[3 * i + 1]!, 2 + 2 * draws[3 * i + 2]!];
    return (Math.hypot(y - cy, x - cx) < r ? 0.9 : 0.1 + y / 50) + noise * noises[at]!;
  });
}

test('the distance of features grows with noise, and when few images stand for many', async () => {
  const extractor = await randomConvExtractor([16, 16, 1]);
  const moments = async (x: Float32Array) => momentsOf((await extractor.run(x, 400)).features, 84);
  const real = await moments(discs('real', 400));
  const distance = async (x: Float32Array) => frechetDistance(await moments(x), real);
  const same = await distance(discs('other', 400));
  const noisy = [await distance(discs('other', 400, 0.1)), await distance(discs('other', 400, 0.3))];
  const collapsed = await distance(discs('other', 400, 0, 3));
  expect(noisy[0]).toBeGreaterThan(2 * same);
  expect(noisy[1]).toBeGreaterThan(2 * noisy[0]!);
  expect(collapsed).toBeGreaterThan(5 * same);
});
