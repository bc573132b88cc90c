import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePoints, encodePoints } from '../spec/point-list.ts';
import { parsePointsCsv, PointsCsvError } from './points-csv.ts';

const rows = (text: string): number[] => [...parsePointsCsv(text).points];
const square = [-2, -2, 2, -2, 2, 2, -2, 2];

describe('points from CSV', () => {
  it.each([
    ['plain', '0,0\n1,0\n1,1\n0,1'],
    [
      'with Windows line ends, a mark of the encoding, spaces and empty lines',
      '\uFEFF0, 0\r\n\r\n1 ,0\r\n1,1\r\n0,1\r\n',
    ],
    ['parted by semicolons, with decimal commas', '0,0;0\n1,0;0,0\n1;1\n0;1'],
    ['parted by tabs', '0\t0\n1\t0\n1\t1\n0\t1'],
    ['with names, out of order, among others', 'id,Y,label,X\n7,0,a,0\n8,0,b,1\n9,1,c,1\n9,1,,0'],
    ['with names that say nothing', 'width,height\n0,0\n1,0\n1,1\n0,1'],
    ['with quotes', '"x","y"\n"0","0"\n1,0\n1,1\n0,1'],
    ['with comments and exponents', '# made by hand\n0,0\n1e0,0\n+1.,10E-1\n0,1'],
    ['elsewhere and larger', '100,50\n140,50\n140,90\n100,90'],
  ])('are read %s', (_, text) => {
    expect(rows(text)).toEqual(square);
  });

  it('keep their shape, and tell how they were moved and scaled', () => {
    const { points, centre, scale, total } = parsePointsCsv('10,0\n20,1');
    expect([centre, scale, total]).toEqual([[15, 0.5], 0.4, 2]);
    expect([...points]).toEqual([-2, -0.2, 2, 0.2]);
  });

  it('in one place are only moved', () => {
    expect(parsePointsCsv('3,4\n3,4')).toEqual({ points: new Float64Array(4), total: 2, centre: [3, 4], scale: 1 });
    expect(rows('1e308,-1e308\n-1e308,1e308').map(Math.round)).toEqual([2, -2, -2, 2]);
  });

  it('beyond the most there may be are thinned evenly, over the whole file', () => {
    const text = Array.from({ length: 10_001 }, (_, i) => `${i},0`).join('\n');
    const { points, total } = parsePointsCsv(text);
    expect([points.length / 2, total]).toEqual([4000, 10_001]);
    const gaps = Array.from({ length: 3999 }, (_, i) => points[2 * i + 2]! - points[2 * i]!);
    expect(Math.max(...gaps) / Math.min(...gaps)).toBeLessThan(1.51);
    expect(decodePoints(encodePoints(points)).length).toBe(8000);
  });

  it.each([
    ['', undefined, 'holds no points'],
    ['\n \n# nothing', undefined, 'holds no points'],
    ['x,y', undefined, 'names its columns but holds no points'],
    ['0,0\n1', 2, 'has 1 of the 2 columns needed'],
    ['5', 1, 'has 1 of the 2 columns needed'],
    ['label\n5', 1, 'names one column: points have two coordinates'],
    ['x,y\n1,\n', 2, 'has nothing where a number should be'],
    ['x,y\n\n1,2\n1,two', 4, 'has “two” where a number should be'],
    ['0,0\n1,NaN', 2, 'has “NaN” where a number should be'],
    ['0,0\n1,1e999', 2, 'has “1e999” where a number should be'],
    ['0,0\n0x10,1', 2, 'has “0x10” where a number should be'],
    [`0,0\n${'z'.repeat(500)},1`, 2, `has “${'z'.repeat(20)}…” where a number should be`],
    ['PK\u0003\u0004\u0000binary', 1, 'names one column: points have two coordinates'],
  ])('are refused in %j, with the line and the fault', (text, line, fault) => {
    expect(() => parsePointsCsv(text)).toThrow(PointsCsvError);
    try {
      parsePointsCsv(text);
    } catch (error) {
      expect(error).toMatchObject({ line, fault });
    }
  });

  it('are refused in a file too large to be one of points', () => {
    expect(() => parsePointsCsv('1,1\n'.repeat(3e6))).toThrow('The file is larger than 8 MiB.');
  });

  it('come back from any numbers that were written, and fit the square', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 });
    fc.assert(
      fc.property(fc.array(fc.tuple(finite, finite), { minLength: 1, maxLength: 30 }), (pairs) => {
        const { points, centre, scale, total } = parsePointsCsv(pairs.map((pair) => pair.join(',')).join('\n'));
        expect(total).toBe(pairs.length);
        pairs.flat().forEach((value, i) => {
          expect(Math.abs(points[i]!)).toBeLessThanOrEqual(2 * (1 + 1e-9));
          expect(points[i]).toBe((value - centre[i % 2]!) * scale);
        });
      }),
    );
  });

  it('never fail with anything but a PointsCsvError', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'0123456789.,;\t\n\r "\'xy-+eE#é\u0000'), maxLength: 60 }),
        (text) => {
          try {
            const { points } = parsePointsCsv(text);
            expect(points.every(Number.isFinite)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(PointsCsvError);
          }
        },
      ),
    );
  });
});
