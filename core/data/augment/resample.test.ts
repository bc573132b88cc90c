import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compose, isIdentity, resetMap } from './affine.ts';
import { resampler } from './resample.ts';
import { rotation } from './rotation.ts';
import { scaling } from './scaling.ts';

const mapOf = (place: (map: Float64Array) => void): Float64Array => {
  const map = new Float64Array(6);
  resetMap(map);
  place(map);
  return map;
};

it('a quarter of a turn moves every pixel exactly', () => {
  // The draw 0 is the largest angle clockwise.
  const map = mapOf((at) => rotation.place(at, { degrees: 90 }, Float32Array.of(0), 0));
  const x = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9).map((value) => value / 10);
  resampler(3, 3, 1)(x, 0, map);
  expect([...x]).toEqual([...Float32Array.of(7, 4, 1, 8, 5, 2, 9, 6, 3).map((value) => value / 10)]);
});

it('half a turn reverses images of even sides and several channels', () => {
  const map = mapOf((at) => rotation.place(at, { degrees: 180 }, Float32Array.of(0), 0));
  const x = Float32Array.from({ length: 2 * 4 * 3 }, (_, i) => i / 24);
  const pixels = Array.from({ length: 8 }, (_, i) => [...x.subarray(3 * i, 3 * i + 3)]);
  resampler(2, 4, 3)(x, 0, map);
  expect([...x]).toEqual(pixels.reverse().flat());
});

it('doubles about the centre with linear weights', () => {
  // The draw 0 is the smallest factor, so that its inverse enlarges what is taken: by 2 here.
  const map = mapOf((at) => scaling.place(at, { factor: 2 }, Float32Array.of(0), 0));
  expect(map[0]).toBeCloseTo(0.5, 14);
  const x = Float32Array.of(0, 1, 0, 0);
  resampler(1, 4, 1)(x, 0, Float64Array.of(0.5, 0, 0, 0.5, 0, 0));
  // Centres 0, 1, 2, 3 are taken from 0.75, 1.25, 1.75, 2.25.
  expect([...x]).toEqual([0.75, 0.75, 0.25, 0]);
});

it('is the bilinear interpolation of the definition, in any place of any image', () => {
  const number = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
      fc.tuple(number, number, number, number, number, number),
      ([height, width], coefficients) => {
        const before = Float32Array.from({ length: 2 + height * width }, (_, i) => ((i * 31) % 17) / 16);
        const x = before.slice();
        resampler(height, width, 1)(x, 2, Float64Array.from(coefficients));
        const [a, b, c, d, e, f] = coefficients;
        const pixel = (row: number, column: number): number =>
          row < 0 || column < 0 || row >= height || column >= width ? 0 : before[2 + row * width + column]!;
        expect([...x.subarray(0, 2)]).toEqual([...before.subarray(0, 2)]);
        for (let row = 0; row < height; row++) {
          for (let column = 0; column < width; column++) {
            const [u, v] = [column - (width - 1) / 2, row - (height - 1) / 2];
            const [px, py] = [a * u + b * v + e + (width - 1) / 2, c * u + d * v + f + (height - 1) / 2];
            let expected = 0;
            for (let i = -1; i <= height; i++) {
              for (let j = -1; j <= width; j++) {
                expected += pixel(i, j) * Math.max(0, 1 - Math.abs(py - i)) * Math.max(0, 1 - Math.abs(px - j));
              }
            }
            expect(x[2 + row * width + column]!).toBeCloseTo(expected, 5);
          }
        }
      },
    ),
    { numRuns: 100 },
  );
});

it('composes maps in the order of the changes', () => {
  const map = mapOf((at) => {
    compose(at, Float64Array.of(-1, 0, 0, 1, 0, 0));
    compose(at, Float64Array.of(1, 0, 0, 1, -1, 0));
  });
  // Mirrored first and then moved to the right: the left pixel of the copy comes from outside.
  const x = Float32Array.of(0.25, 0.5, 0.75);
  resampler(1, 3, 1)(x, 0, map);
  expect([...x]).toEqual([0, 0.75, 0.5]);
});

it('knows the identity', () => {
  expect(isIdentity(mapOf(() => undefined))).toBe(true);
  expect(isIdentity(mapOf((at) => compose(at, Float64Array.of(1, 0, 0, 1, 1, 0))))).toBe(false);
});
