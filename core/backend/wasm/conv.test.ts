import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { convolution, pass, passes } from './convolution.fixture.ts';
import type { Convolution } from './convolution.fixture.ts';
import { arithmetics, epilogues, error, finished, loadMatrixKernels, tolerance } from './matrix.fixture.ts';
import type { Launch } from './matrix.fixture.ts';

beforeAll(loadMatrixKernels);

describe('convolution', () => {
  const check = (p: Convolution, launch?: Launch) => {
    for (const op of passes) {
      const one = pass(op, p);
      expect(error(one.run(launch), one.expected()), `${op} ${JSON.stringify(p)}`).toBeLessThan(tolerance);
    }
  };

  it('agrees with double precision at every stride, padding, dilation and kernel size, in all three passes', () => {
    for (const arithmetic of arithmetics()) {
      for (const stride of [1, 2, 3]) {
        for (const dilation of [1, 2]) {
          for (const taps of [1, 2, 3, 4, 5]) {
            for (const pad of ['same', [0, 0], [2, 1]] as const) {
              const channels = (
                [
                  [1, 17],
                  [3, 1],
                  [17, 3],
                ] as const
              )[(stride + taps) % 3]!;
              const window = { image: [9, 7], filter: [Math.max(1, taps - 1), taps], stride, dilation, pad } as const;
              const p = convolution({ batch: taps % 2 === 1 ? 2 : 4, channels, ...window });
              if (p) check(p, { arithmetic });
            }
          }
        }
      }
    }
  });

  it('agrees with double precision where the phases of a stride meet different numbers of taps', () => {
    for (const pad of ['same', [0, 0], [1, 2], [2, 1]] as const) {
      for (const image of [
        [9, 9],
        [8, 10],
        [11, 7],
      ] as const) {
        check(convolution({ image, filter: [5, 5], channels: [5, 4], stride: 2, pad })!);
      }
    }
  });

  it('agrees with double precision at the layers of a DCGAN', () => {
    const layer = { filter: [4, 4], stride: 2, pad: 'same' } as const;
    for (const arithmetic of arithmetics()) {
      check(convolution({ batch: 7, image: [14, 14], channels: [1, 64], ...layer })!, { arithmetic });
      check(convolution({ batch: 3, image: [14, 14], channels: [64, 72], ...layer })!, { arithmetic });
      check(convolution({ batch: 2, image: [16, 12], channels: [3, 64], ...layer })!, { arithmetic });
    }
  });

  it('agrees with double precision for any numbers', () => {
    const small = fc.integer({ min: 1, max: 5 });
    const window = fc.record({
      batch: fc.integer({ min: 1, max: 5 }),
      image: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })),
      filter: fc.tuple(small, small),
      channels: fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 19 })),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
      pad: fc.oneof(fc.constant('same' as const), fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }))),
    });
    fc.assert(
      fc.property(window, fc.constantFrom(...arithmetics()), (numbers, arithmetic) => {
        const p = convolution(numbers);
        fc.pre(p !== undefined);
        check(p, { arithmetic });
      }),
      { seed: 7 },
    );
  });

  it('has the bits of storing, adding the bias and activating one after the other', () => {
    for (const channels of [
      [1, 9],
      [3, 20],
      [6, 24],
      [20, 3],
    ] as const) {
      const p = convolution({ batch: 2, image: [6, 5], filter: [4, 4], channels, stride: 2, pad: 'same' })!;
      for (const epilogue of epilogues) {
        for (const op of ['conv', 'convInput'] as const) {
          const fused = pass(op, p, epilogue);
          expect(fused.run()).toEqual(finished(pass(op, p).run(), fused.inputs[2], epilogue));
        }
      }
    }
  });

  it('of an empty batch writes nothing, and has a filter gradient of zeros', () => {
    const p = { ...convolution({ image: [5, 5], filter: [3, 3], channels: [2, 9], pad: 'same' })!, batch: 0 };
    expect(pass('conv', p).run()).toHaveLength(0);
    expect(pass('convInput', p).run()).toHaveLength(0);
    expect([...pass('convFilter', p).run()]).toEqual(Array(3 * 3 * 2 * 9).fill(0));
  });

  it('carries NaN and infinities to every result that depends on them', () => {
    const p = convolution({ batch: 2, image: [8, 8], filter: [4, 4], channels: [5, 9], stride: 2, pad: 'same' })!;
    for (const poison of [Number.NaN, Infinity]) {
      for (const op of passes) {
        for (const side of [0, 1]) {
          const one = pass(op, p);
          const place = Math.floor(one.inputs[side]!.length / 2) + 1;
          one.inputs[side]![place] = poison;
          const finite = [...one.run()].map((value) => Number.isFinite(value));
          const reached = [...one.expected()].map((value) => Number.isFinite(value));
          reached.forEach((kept, at) => {
            if (!kept) expect(finite[at]).toBe(false);
          });
          expect(reached).toContain(false);
          expect(finite).toContain(true);
        }
      }
    }
  });

  it('has the same bits wherever its operands lie, and however many threads share it', () => {
    for (const arithmetic of arithmetics()) {
      for (const channels of [
        [1, 64],
        [6, 16],
        [24, 20],
        [20, 3],
      ] as const) {
        const p = convolution({ batch: 4, image: [10, 8], filter: [4, 4], channels, stride: 2, pad: 'same' })!;
        for (const op of passes) {
          const one = pass(op, p);
          const once = one.run({ arithmetic });
          expect(one.run({ arithmetic })).toEqual(once);
          expect(one.run({ arithmetic, shift: 20 })).toEqual(once);
          for (const threads of [2, 3, 8]) expect(one.run({ arithmetic, threads })).toEqual(once);
        }
      }
    }
  });
});
