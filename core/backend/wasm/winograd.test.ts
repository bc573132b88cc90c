import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { convolution, pass, passes } from './convolution.fixture.ts';
import type { Convolution, Pass } from './convolution.fixture.ts';
import { arithmetics, epilogues, error, finished, loadMatrixKernels, tolerance } from './matrix.fixture.ts';
import { planConvolution } from './operations/convolution.ts';

beforeAll(loadMatrixKernels);

/** A filter of twice the stride, which is what Winograd's algorithm is for. */
const twoTaps = (
  batch: number,
  image: readonly [number, number],
  channels: readonly [number, number],
  stride = 2,
  pad: 'same' | readonly [number, number] = 'same',
) => convolution({ batch, image, filter: [2 * stride, 2 * stride], channels, stride, pad })!;

const images = (op: Pass, p: Convolution) => {
  const plan = planConvolution(op, p);
  return plan.way === 1 ? plan.images : 0;
};

/** Tiles of 1, 2 and 3 outputs, last ones and only ones; strides, paddings, and channels beyond one group. */
const shapes: readonly Convolution[] = [
  twoTaps(13, [7, 9], [16, 24]),
  twoTaps(50, [2, 4], [24, 16]),
  twoTaps(6, [14, 14], [24, 40]),
  twoTaps(8, [20, 12], [72, 16], 2, [0, 0]),
  twoTaps(8, [5, 9], [16, 136], 1, [1, 1]),
  twoTaps(12, [17, 18], [16, 16], 3, [2, 3]),
];

describe("Winograd's algorithm", () => {
  it('agrees with double precision in all three passes', () => {
    for (const arithmetic of arithmetics()) {
      for (const p of shapes) {
        for (const op of passes) {
          expect(images(op, p), `${op} ${JSON.stringify(p)}`).toBe(p.batch);
          const one = pass(op, p);
          expect(error(one.run({ arithmetic }), one.expected()), `${op} ${JSON.stringify(p)}`).toBeLessThan(tolerance);
        }
      }
    }
  });

  it('agrees with double precision for any numbers', () => {
    const side = fc.integer({ min: 1, max: 11 });
    const channels = fc.constantFrom(16, 24, 40);
    const window = fc.record({
      image: fc.tuple(side, side),
      channels: fc.tuple(channels, channels),
      stride: fc.integer({ min: 1, max: 3 }),
      pad: fc.oneof(fc.constant('same' as const), fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }))),
    });
    fc.assert(
      fc.property(window, fc.constantFrom(...arithmetics()), fc.nat({ max: 2 }), (numbers, arithmetic, which) => {
        const filter = [2 * numbers.stride, 2 * numbers.stride] as const;
        const p = convolution({ ...numbers, filter, batch: 48 })!;
        fc.pre(p !== undefined && images('conv', p) > 0);
        const one = pass(passes[which]!, p);
        expect(error(one.run({ arithmetic }), one.expected())).toBeLessThan(tolerance);
      }),
      { seed: 7, numRuns: 15 },
    );
  });

  it('is exact for small whole numbers', () => {
    for (const p of shapes) {
      for (const op of passes) {
        const one = pass(op, p);
        for (const side of one.inputs) side.forEach((value, i) => (side[i] = Math.round(3 * value)));
        const made = one.run();
        expect(one.expected().findIndex((value, at) => value !== made[at])).toBe(-1);
      }
    }
  });

  it('does many images a block at a time', () => {
    const both = twoTaps(14, [56, 56], [16, 16]);
    const half = { ...both, batch: 7 };
    for (const op of passes) {
      expect(images(op, both)).toBe(7);
      expect(images(op, half)).toBe(7);
      const one = pass(op, both);
      const whole = one.run();
      const parts = [0, 1].map((which) => {
        const part = pass(op, half);
        part.inputs.forEach((side, i) => {
          if (side.length < one.inputs[i]!.length)
            side.set(one.inputs[i]!.subarray(which * side.length).subarray(0, side.length));
        });
        return part.run();
      });
      const expected =
        op === 'convFilter'
          ? Float64Array.from(parts[0]!, (value, i) => Math.fround(value + parts[1]![i]!))
          : Float64Array.from([...parts[0]!, ...parts[1]!]);
      expect(
        expected.findIndex((value, at) => value !== whole[at]),
        op,
      ).toBe(-1);
    }
  });

  it('is left alone where it does not fit or does not pay', () => {
    const fits = twoTaps(64, [14, 14], [64, 128]);
    expect(images('conv', fits)).toBeGreaterThan(0);
    const others: readonly Convolution[] = [
      { ...fits, inChannels: 1 },
      { ...fits, outChannels: 100 },
      { ...fits, filterWidth: 3 },
      { ...fits, dilationHeight: 2 },
      { ...fits, batch: 2 },
      // A last pixel that no tap meets.
      twoTaps(64, [15, 15], [64, 128], 2, [0, 0]),
      // An image that takes too much at all points.
      twoTaps(1, [512, 512], [64, 128]),
    ];
    for (const p of others) expect(images('conv', p)).toBe(0);
  });

  it('has the bits of storing, adding the bias and activating one after the other', () => {
    for (const p of [shapes[0]!, shapes[1]!]) {
      for (const epilogue of epilogues) {
        for (const op of ['conv', 'convInput'] as const) {
          const fused = pass(op, p, epilogue);
          const apart = finished(pass(op, p).run(), fused.inputs[2], epilogue);
          expect(fused.run().findIndex((value, at) => value !== apart[at])).toBe(-1);
        }
      }
    }
  });

  it('has the same bits wherever its operands lie', () => {
    for (const arithmetic of arithmetics()) {
      for (const op of passes) {
        const one = pass(op, shapes[0]!);
        const once = one.run({ arithmetic });
        expect(one.run({ arithmetic })).toEqual(once);
        expect(one.run({ arithmetic, shift: 20 })).toEqual(once);
      }
    }
  });

  it('carries NaN and infinities to every result that depends on them', () => {
    const p = twoTaps(12, [8, 10], [16, 16]);
    for (const op of passes) {
      for (const side of [0, 1]) {
        const { length } = pass(op, p).inputs[side]!;
        // Corners, edges and inner pixels, of every phase.
        for (let i = 0; i < 6; i++) {
          const one = pass(op, p);
          const place = Math.floor(((i + 0.5) * 0.6180339887498949 * length) % length);
          one.inputs[side]![place] = [Number.NaN, Infinity, -Infinity][i % 3]!;
          const made = one.run();
          const expected = one.expected();
          expect(expected.some((value) => !Number.isFinite(value))).toBe(true);
          expect(expected.findIndex((value, at) => !Number.isFinite(value) && Number.isFinite(made[at]))).toBe(-1);
          expect(made.some(Number.isFinite)).toBe(true);
        }
      }
    }
  });
});
