import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cos, cosPi, exp, ln, lnOfWord, sin, sinPi } from './elementary.ts';

/** Math.* itself may be off by an ulp (1.1e-16 to 2.2e-16) and so may we. */
const relative = 1e-15;

function close(actual: number, expected: number, scale = Math.abs(expected)): void {
  if (Object.is(actual, expected)) return;
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * scale);
}

const runs = { numRuns: 2000 };

describe('ln', () => {
  it('agrees with Math.log over the whole range', () => {
    fc.assert(
      fc.property(fc.double({ min: 5e-324, max: 1.7976931348623157e308, noNaN: true }), (x) =>
        close(ln(x), Math.log(x)),
      ),
      runs,
    );
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), (x) => close(ln(x), Math.log(x))),
      runs,
    );
  });

  it('of a random word has the same bits', () => {
    // Where the power of two goes over: 2^k and sqrt(2) 2^k, and their neighbours.
    const edges = Array.from({ length: 32 }, (_, k) => [2 ** k, Math.floor(Math.SQRT2 * 2 ** k)]).flat();
    for (const word of [...edges.flatMap((edge) => [edge - 1, edge, edge + 1]), 0, 2 ** 32 - 1]) {
      expect([word, lnOfWord(word >>> 0)]).toEqual([word, ln(((word >>> 0) + 0.5) * 2 ** -32)]);
    }
    fc.assert(
      fc.property(fc.nat(2 ** 32 - 1), (word) => Object.is(lnOfWord(word), ln((word + 0.5) * 2 ** -32))),
      runs,
    );
  });

  it('keeps the special values', () => {
    expect([ln(0), ln(-0), ln(-1), ln(-Infinity), ln(NaN), ln(Infinity), ln(1)]).toEqual([
      -Infinity,
      -Infinity,
      NaN,
      NaN,
      NaN,
      Infinity,
      0,
    ]);
  });
});

describe('exp', () => {
  it('agrees with Math.exp over the whole range, subnormal results within one step', () => {
    fc.assert(
      fc.property(fc.double({ min: -745.13, max: 709.78, noNaN: true }), (x) => {
        const expected = Math.exp(x);
        if (expected < 2.3e-308) expect(Math.abs(exp(x) - expected)).toBeLessThanOrEqual(5e-324);
        else close(exp(x), expected);
      }),
      runs,
    );
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (x) => close(exp(x), Math.exp(x))),
      runs,
    );
  });

  it('keeps the special values', () => {
    expect([exp(0), exp(-Infinity), exp(-746), exp(Infinity), exp(710), exp(NaN)]).toEqual([
      1,
      0,
      0,
      Infinity,
      Infinity,
      NaN,
    ]);
    expect(Number.isFinite(exp(709.782712893384))).toBe(true);
  });
});

describe('sin and cos', () => {
  it('agree with Math.sin and Math.cos, near their zeros too', () => {
    fc.assert(
      fc.property(fc.double({ min: -823549, max: 823549, noNaN: true }), (x) => {
        close(sin(x), Math.sin(x));
        close(cos(x), Math.cos(x));
      }),
      runs,
    );
    for (let n = 1; n < 2000; n++) {
      const x = (n * Math.PI) / 2;
      close(sin(x), Math.sin(x));
      close(cos(x), Math.cos(x));
    }
  });

  it('refuse angles that they cannot reduce exactly', () => {
    expect(() => sin(1e6)).toThrow(RangeError);
    expect(() => cos(-Infinity)).toThrow(RangeError);
    expect(sin(NaN)).toBeNaN();
  });
});

describe('sinPi and cosPi', () => {
  it('agree with Math.sin and Math.cos of the reduced angle', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.25, max: 0.25, noNaN: true }), fc.integer({ min: -50, max: 50 }), (rest, n) => {
        const x = n + rest;
        const sign = n % 2 === 0 ? 1 : -1;
        close(sinPi(x), sign * Math.sin(Math.PI * (x - n)));
        close(cosPi(x), sign * Math.cos(Math.PI * (x - n)));
        close(sinPi(x + 0.5), sign * Math.cos(Math.PI * (x + 0.5 - n - 0.5)));
      }),
      runs,
    );
  });

  it('are exact at multiples of a half', () => {
    expect([0, 0.5, 1, 1.5, 2, -0.5].map((x) => sinPi(x) + 0)).toEqual([0, 1, 0, -1, 0, -1]);
    expect([0, 0.5, 1, 1.5, 2, -0.5].map((x) => cosPi(x) + 0)).toEqual([1, 0, -1, 0, 1, 0]);
  });
});
