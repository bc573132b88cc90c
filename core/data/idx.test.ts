import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from './data-error.ts';
import { decodeIdx, encodeIdx } from './idx.ts';

const arrays = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }).chain((dimensions) => {
  const size = dimensions.reduce((product, dimension) => product * dimension, 1);
  return fc.uint8Array({ minLength: size, maxLength: size }).map((values) => ({ dimensions, values }));
});

/** A 2 x 3 file, byte by byte. */
const small = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

function faultOf(bytes: ArrayLike<number>): string {
  try {
    decodeIdx(Uint8Array.from(bytes), 'some.idx');
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as DataError).file).toBe('some.idx');
    expect((error as DataError).message).toMatch(/^some\.idx /);
    return (error as DataError).fault;
  }
  return 'none';
}

describe('IDX', () => {
  it('reads a file written by hand', () => {
    expect(decodeIdx(Uint8Array.from(small), 'f')).toEqual({
      dimensions: [2, 3],
      values: Uint8Array.from([1, 2, 3, 4, 5, 6]),
    });
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(arrays, (array) => {
        expect(decodeIdx(encodeIdx(array), 'f')).toEqual(array);
      }),
    );
    expect([...encodeIdx(decodeIdx(Uint8Array.from(small), 'f'))]).toEqual(small);
  });

  it('reads a view that does not begin at the start of its buffer', () => {
    const shifted = Uint8Array.from([9, 9, 9, ...small]).subarray(3);
    expect(decodeIdx(shifted, 'f').dimensions).toEqual([2, 3]);
  });

  it('refuses every truncation and any bytes after the values', () => {
    for (let length = 0; length < small.length; length++) expect(faultOf(small.slice(0, length))).toMatch(/cut short/);
    expect(faultOf([...small, 0])).toBe('has 1 bytes after its 2 x 3 values');
  });

  it('refuses every file with one bit of its header flipped', () => {
    for (let bit = 0; bit < 8 * 12; bit++) {
      const mutant = Uint8Array.from(small);
      mutant[bit >> 3]! ^= 1 << (bit & 7);
      expect(faultOf(mutant)).not.toBe('none');
    }
  });

  it('says what is wrong', () => {
    expect(faultOf([0x1f, 0x8b, 8, 0])).toMatch(/not an IDX file/);
    expect(faultOf([0, 0, 0x0d, 1, 0, 0, 0, 0])).toMatch(/type 0x0d/);
    expect(faultOf([0, 0, 8, 0])).toMatch(/no dimensions/);
    expect(faultOf([0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255])).toMatch(/cut short/);
  });

  it('refuses to write values that do not fill their dimensions', () => {
    expect(() => encodeIdx({ dimensions: [2], values: new Uint8Array(3) })).toThrow(RangeError);
    expect(() => encodeIdx({ dimensions: [], values: new Uint8Array(1) })).toThrow(RangeError);
    expect(() => encodeIdx({ dimensions: [-1, -1], values: new Uint8Array(1) })).toThrow(RangeError);
  });
});
