import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillPhilox, philox4x32 } from './philox.ts';

const uint32 = fc.integer({ min: 0, max: 0xffffffff });

/** The definition, word by word, in exact integers. */
function reference(counter: readonly number[], key: readonly number[]): number[] {
  const mask = 0xffffffffn;
  let [x0, x1, x2, x3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p = 0xd2511f53n * x0;
    const q = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(q >> 32n) ^ x1 ^ k0, q & mask, (p >> 32n) ^ x3 ^ k1, p & mask];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [x0, x1, x2, x3].map(Number);
}

describe('philox4x32', () => {
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ])('gives the known answer of Random123 for counter %j', (counter, key, expected) => {
    expect([...philox4x32(counter, key)]).toEqual(expected);
  });

  it('equals the definition in exact integers', () => {
    fc.assert(
      fc.property(fc.tuple(uint32, uint32, uint32, uint32), fc.tuple(uint32, uint32), (counter, key) => {
        expect([...philox4x32(counter, key)]).toEqual(reference(counter, key));
      }),
      { numRuns: 300 },
    );
  });
});

describe('fillPhilox', () => {
  it('is consecutive blocks, and its block counter wraps at 2^32', () => {
    const words = new Uint32Array(12);
    fillPhilox(words, 7, 8, 0xfffffffe, 1, 2, 3);
    const blocks = [0xfffffffe, 0xffffffff, 0].map((block) => [...philox4x32([block, 1, 2, 3], [7, 8])]);
    expect([...words]).toEqual(blocks.flat());
  });

  it('refuses a length that is not whole blocks', () => {
    expect(() => fillPhilox(new Uint32Array(6), 0, 0, 0, 0, 0, 0)).toThrow(RangeError);
  });
});
