import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from './canonical.ts';

/** JSON values without lone surrogates, which no JSON text can hold unambiguously. */
const json = fc.jsonValue({ noUnicodeString: false, maxDepth: 4 }).filter((value) => {
  const text = JSON.stringify(value);
  return !/\\ud[89a-f]/i.test(text);
});

describe('canonical', () => {
  it('writes the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as in RFC 8785, section 3.2.3', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
    expect(Object.keys(JSON.parse(canonical(value)) as object).filter((key) => key !== '1')).toEqual([
      '\r',
      '\u0080',
      'ö',
      '€',
      '😀',
      '\ufb33',
    ]);
    expect(canonical({ b: 1, a: 2, B: 3, aa: 4 })).toBe('{"B":3,"a":2,"aa":4,"b":1}');
  });

  it('writes negative zero as zero', () => {
    expect(canonical({ a: -0 })).toBe('{"a":0}');
  });

  it.each([
    Number.NaN,
    Infinity,
    undefined,
    { a: undefined },
    [undefined],
    10n,
    Symbol('a'),
    () => 0,
    new Date(0),
    new Map(),
    '\ud800',
    { '\udc00': 1 },
  ])('refuses what JSON cannot hold: %s', (value) => {
    expect(() => canonical(value)).toThrow(TypeError);
  });

  it('does not depend on the order of keys', () => {
    const objects = fc
      .dictionary(fc.string({ unit: 'grapheme' }), fc.integer())
      .chain((object) =>
        fc.tuple(
          fc.constant(object),
          fc.shuffledSubarray(Object.keys(object), { minLength: Object.keys(object).length }),
        ),
      );
    fc.assert(
      fc.property(objects, ([object, keys]) => {
        const shuffled = Object.fromEntries(keys.map((key) => [key, object[key]]));
        expect(canonical(shuffled)).toBe(canonical(object));
      }),
    );
  });

  it('is read back to the same value and the same text', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonical(value);
        expect(canonical(JSON.parse(text))).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
