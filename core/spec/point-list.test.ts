import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePoints, encodePoints, mostPoints, pointCount, pointListLength, PointListError } from './point-list.ts';

const coordinates = fc
  .array(fc.tuple(fc.double({ min: -4, max: 3.9998, noNaN: true }), fc.double({ min: -4, max: 3.9998, noNaN: true })), {
    minLength: 1,
    maxLength: 50,
  })
  .map((pairs) => pairs.flat());

describe('points as text', () => {
  it('comes back to within half of 1/8192, and exactly the second time', () => {
    fc.assert(
      fc.property(coordinates, (points) => {
        const text = encodePoints(points);
        expect(text.length).toBe(pointListLength(points.length / 2));
        expect(pointCount(text)).toBe(points.length / 2);
        const back = decodePoints(text);
        points.forEach((value, i) => expect(Math.abs(back[i]! - value)).toBeLessThanOrEqual(0.5 / 8192));
        expect(encodePoints(back)).toBe(text);
      }),
    );
  });

  it('has the layout that links and archives hold: 16-bit integers, low byte first', () => {
    expect(encodePoints([1, -1])).toBe('ACAA4A');
    expect([...decodePoints('ACAA4A')]).toEqual([1, -1]);
  });

  it('keeps what is too far at the edge', () => {
    expect([...decodePoints(encodePoints([9, -9, 4, -4]))]).toEqual([32767 / 8192, -4, 32767 / 8192, -4]);
  });

  it('holds as many as any setting may, and no more than it is asked to', () => {
    const text = encodePoints(new Float64Array(2 * mostPoints).fill(0.5));
    expect(decodePoints(text, mostPoints).length).toBe(2 * mostPoints);
    expect(() => decodePoints(text, mostPoints - 1)).toThrow(/at most 3999 points/);
  });

  it.each([
    ['', /at least one point/],
    ['ACAA4', /part of it may be missing/],
    ['ACAA4B', /part of it may be missing/],
    ['ACAA4A==', /part of it may be missing/],
    ['ACAA4A\n', /part of it may be missing/],
    ['AC+A4A', /part of it may be missing/],
    ['ACA', /part of it may be missing/],
    ['ACAA4AACAA4A', /part of it may be missing/],
  ])('refuses %j', (text, message) => {
    expect(() => decodePoints(text)).toThrow(message);
    expect(() => decodePoints(text)).toThrow(PointListError);
  });

  it('reads any text or refuses it, and never two texts as one list', () => {
    const alphabet = fc.constantFrom(...'ABab09-_=+/ ');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 20 }), (text) => {
        try {
          expect(encodePoints(decodePoints(text))).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PointListError);
        }
      }),
    );
  });

  it('encodes only whole, finite points', () => {
    expect(() => encodePoints([1])).toThrow(RangeError);
    expect(() => encodePoints([1, NaN])).toThrow(RangeError);
  });
});
