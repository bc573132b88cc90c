import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, Factors } from './dataset.ts';
import { loadDataset } from './load.ts';
import { boxSide, ellipseReach, heartUnit, squareReach } from './sprite-stamps.ts';

const side = 64;
const size = side * side;
const none = (): Promise<Uint8Array> => Promise.reject(new Error('reads nothing'));

let set: Dataset;
let factors: Factors;
beforeAll(async () => {
  set = await loadDataset({ kind: 'sprites' }, none);
  factors = set.factors!;
});

const draw = (...row: number[]): Float32Array => factors.render(Int32Array.from(row));
const area = (image: Float32Array): number => image.reduce((sum, value) => sum + value, 0);

/** The image turned over its vertical middle. */
const mirrored = (image: Float32Array): Float32Array =>
  image.map((_, i) => image[Math.floor(i / side) * side + (side - 1 - (i % side))]!);

/** Whether two images have the same pixels: quicker than a matcher that would show where not. */
const same = (a: Float32Array, b: Float32Array): boolean => a.every((value, i) => value === b[i]);

const anyRow = fc.tuple(fc.nat(2), fc.nat(5), fc.nat(39), fc.nat(31), fc.nat(31));

describe('sprites', () => {
  it('are the whole grid of factors, each image once', () => {
    expect(factors.sizes).toEqual([3, 6, 40, 32, 32]);
    expect(set.count('train') + set.count('test')).toBe(737_280);
    const seen = new Uint8Array(737_280);
    for (const split of ['train', 'test'] as const) {
      const values = factors.of(split, 0, set.count(split));
      for (let i = 0; i < values.length; i += 5) {
        const number =
          (((values[i]! * 6 + values[i + 1]!) * 40 + values[i + 2]!) * 32 + values[i + 3]!) * 32 + values[i + 4]!;
        seen[number]!++;
      }
    }
    expect(seen.every((times) => times === 1)).toBe(true);
  });

  it('are drawn from the factors that are told, with the shape as label', () => {
    const { x, labels } = set.examples('train', 1000, 20);
    const values = factors.of('train', 1000, 20);
    expect(factors.render(values)).toEqual(x);
    labels.forEach((label, i) => expect(label).toBe(values[5 * i]));
  });

  it('are black and white, whole and in their place', () => {
    fc.assert(
      fc.property(anyRow, ([kind, scale, orientation, x, y]) => {
        const image = draw(kind, scale, orientation, x, y);
        let [left, right, top, bottom] = [side, 0, side, 0];
        image.forEach((value, i) => {
          if (value !== 0 && value !== 1) throw new Error(`a pixel of ${value}`);
          if (value === 0) return;
          [left, right] = [Math.min(left, i % side), Math.max(right, i % side)];
          [top, bottom] = [Math.min(top, Math.floor(i / side)), Math.max(bottom, Math.floor(i / side))];
        });
        // Within its box, and not against the box's edge: nothing of the shape was cut off.
        expect([left > x, right < x + boxSide - 1, top > y, bottom < y + boxSide - 1]).toEqual([
          true,
          true,
          true,
          true,
        ]);
        expect(area(image)).toBe(area(draw(kind, scale, orientation, 0, 0)));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['square', 0, (2 * squareReach) ** 2],
    ['ellipse', 1, Math.PI * ellipseReach[0] * ellipseReach[1]],
    // The heart (x^2 + y^2 - 1)^3 = x^2 y^3 has area 3.6620 by quadrature.
    ['heart', 2, 3.662 * heartUnit ** 2],
  ])('have the area of the %s within 2 %, on the mean over the orientations', (_, kind, exact) => {
    for (let scale = 0; scale < 6; scale++) {
      const enlarged = exact * (0.5 + 0.1 * scale) ** 2;
      let sum = 0;
      for (let orientation = 0; orientation < 40; orientation++) sum += area(draw(kind, scale, orientation, 7, 9));
      expect(Math.abs(sum / 40 - enlarged)).toBeLessThan(0.02 * enlarged + 1);
    }
  });

  it('have the symmetries of their shapes', () => {
    for (let orientation = 0; orientation < 40; orientation++) {
      const [square, ellipse, heart] = [0, 1, 2].map((kind) => draw(kind, 5, orientation, 16, 16));
      expect(same(draw(0, 5, (orientation + 10) % 40, 16, 16), square!)).toBe(true);
      expect(same(draw(1, 5, (orientation + 20) % 40, 16, 16), ellipse!)).toBe(true);
      expect(same(draw(2, 5, (orientation + 20) % 40, 16, 16), heart!)).toBe(false);
      // Mirrored, a shape that is its own mirror image turns the other way.
      for (const kind of [0, 1, 2]) {
        const turned = draw(kind, 5, (40 - orientation) % 40, 16, 16);
        expect(same(mirrored(draw(kind, 5, orientation, 16, 16)), turned)).toBe(true);
      }
    }
  });

  it('stand a heart on its tip at orientation 0', () => {
    const image = draw(2, 5, 0, 16, 16);
    const widths = Array.from({ length: side }, (_, row) => area(image.subarray(row * side, (row + 1) * side)));
    const rows = widths.flatMap((width, row) => (width > 0 ? [row] : []));
    expect(widths[rows.at(-1)!]).toBeLessThan(widths[rows[0]!]!);
    // The notch: the first row has two runs, with the middle between them empty.
    expect(image[rows[0]! * side + 31]).toBe(0);
  });

  it('have each shape as often as the others', () => {
    const counts = [0, 0, 0];
    for (const label of set.examples('test', 0, 9000).labels) counts[label]!++;
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(4 * Math.sqrt(2000));
  });

  it('refuse factors outside the grid', () => {
    expect(() => draw(3, 0, 0, 0, 0)).toThrow('shape 3 is not within 0 to 2');
    expect(() => draw(0, 0, 0, 0, -1)).toThrow('y -1');
    expect(() => factors.of('test', 10_240, 1)).toThrow(RangeError);
  });

  it('do not carry over what an earlier batch showed', () => {
    const into = { x: new Float32Array(2 * size).fill(0.5), labels: new Int32Array(2) };
    expect(set.batch(1, 0, 2, into).x).toEqual(set.batch(1, 0, 2).x);
  });
});
