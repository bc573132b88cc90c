import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { smallCatalogue } from './catalogue.fixture.ts';
import { defaultSpec } from './defaults.ts';
import { decodeLink, encodeLink, isRunLink } from './link.ts';
import { LinkError } from './packed-link.ts';
import { parseRunSpec } from './parse.ts';

const spec = defaultSpec(smallCatalogue, 'gan', 'ring');
const link = encodeLink(spec);

const linkOf = (bytes: Uint8Array): string => `#run=${Buffer.from(deflateSync(bytes)).toString('base64url')}`;

/** Decodes, and fails on any other error than a LinkError. */
function decodeOrError(fragment: string): unknown {
  try {
    return decodeLink(fragment);
  } catch (error) {
    expect(error).toBeInstanceOf(LinkError);
    return error;
  }
}

/** Milliseconds for the tests of many links; they take a second, longer on a busy machine. */
const patience = 30_000;

describe('links', () => {
  it('bring a spec back whole, with and without the leading #', () => {
    expect(decodeLink(link)).toEqual(spec);
    expect(decodeLink(link.slice(1))).toEqual(spec);
    expect(parseRunSpec(decodeLink(link), smallCatalogue)).toEqual({ ok: true, spec });
  });

  it('hold only characters that a fragment may hold, and are short', () => {
    expect(link).toMatch(/^#run=[A-Za-z0-9_-]+$/);
    expect(link.length).toBeLessThan(700);
  });

  it('are told from other fragments', () => {
    expect(isRunLink(link)).toBe(true);
    expect(isRunLink('#/runs')).toBe(false);
    expect(() => decodeLink('#/runs')).toThrow('This link does not describe a run.');
  });

  it('that unpack to too much are refused', () => {
    const bomb = linkOf(new Uint8Array(5_000_000));
    expect(bomb.length).toBeLessThan(8192);
    expect(() => decodeLink(bomb)).toThrow('more than a run can need');
    const largest = `"${'x'.repeat(64 * 1024 - 2)}"`;
    expect(decodeLink(linkOf(Buffer.from(largest)))).toBe(JSON.parse(largest));
    expect(() => decodeLink(linkOf(Buffer.from(` ${largest}`)))).toThrow('more than a run can need');
  });

  it('that are too long are refused, and never made', () => {
    expect(() => decodeLink(`#run=${'A'.repeat(10_000)}`)).toThrow('too long');
    const noise = Array.from({ length: 2000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1).toString(36)).join('');
    expect(() => encodeLink({ ...spec, options: { noise } })).toThrow(LinkError);
  });

  it.each([
    '#run=',
    '#run=!',
    '#run=A',
    link.slice(0, -10),
    `${link}%20`,
    linkOf(Buffer.from('{"a":')),
    linkOf(Buffer.of(0xff)),
  ])('that are damaged are refused: %s', (fragment) => {
    expect(() => decodeLink(fragment)).toThrow('This link is damaged');
  });

  it('survive deep nesting', () => {
    expect(parseRunSpec(decodeOrError(linkOf(Buffer.from('['.repeat(60_000)))), smallCatalogue).ok).toBe(false);
    const deep = `${'{"a":'.repeat(9000)}1${'}'.repeat(9000)}`;
    expect(parseRunSpec(decodeOrError(linkOf(Buffer.from(deep))), smallCatalogue).ok).toBe(false);
  });

  it(
    'made of anything give a value or a LinkError',
    () => {
      const base64 = fc.string({ unit: fc.constantFrom(...'AZaz09_-'), maxLength: 300 });
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            base64.map((text) => `#run=${text}`),
          ),
          (fragment) => {
            decodeOrError(fragment);
          },
        ),
        { numRuns: 500 },
      );
    },
    patience,
  );

  it(
    'with changed characters give a value that parses or is refused, never a throw',
    () => {
      const place = fc.integer({ min: '#run='.length, max: link.length - 1 });
      const change = fc.tuple(place, fc.constantFrom(...'ABCDXYZabcxyz0189_-'));
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
          const characters = [...link];
          for (const [index, character] of changes) characters[index] = character;
          parseRunSpec(decodeOrError(characters.join('')), smallCatalogue);
        }),
        { numRuns: 500 },
      );
    },
    patience,
  );
});
