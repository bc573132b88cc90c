import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, joined } from './files.fixture.ts';
import { plainColours } from './plain-colours.ts';

const u32 = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
const reversed = (bytes: Uint8Array): Uint8Array => bytes.slice().reverse();
const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => 37 * i);

const pngChunk = (type: string, length: number): Uint8Array =>
  joined(u32(length), ascii(type), noise(length), u32(0xdeadbeef));
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
const segment = (marker: number, content: Uint8Array): Uint8Array =>
  joined(Uint8Array.of(0xff, marker, (content.length + 2) >> 8, content.length + 2), content);
const webpChunk = (type: string, content: Uint8Array): Uint8Array =>
  joined(ascii(type), reversed(u32(content.length)), content, new Uint8Array(content.length % 2));
const webp = (...chunks: Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const content = joined(ascii('WEBP'), ...chunks);
  return joined(ascii('RIFF'), reversed(u32(content.length)), content);
};

describe('what a file says of its colours', () => {
  it('is taken out of PNG, and nothing else', () => {
    const [header, palette, turn, pixels] = [
      pngChunk('IHDR', 13),
      pngChunk('PLTE', 6),
      pngChunk('tRNS', 2),
      pngChunk('IDAT', 40),
    ];
    const told = ['iCCP', 'gAMA', 'cHRM', 'sRGB', 'cICP'].map((type, i) => pngChunk(type, 3 * i));
    const end = pngChunk('IEND', 0);
    const file = joined(signature, header, ...told, palette, turn, pixels, end);
    expect(plainColours(file, 'image/png')).toEqual(joined(signature, header, palette, turn, pixels, end));
    const plain = joined(signature, header, pixels, end);
    expect(plainColours(plain, 'image/png')).toBe(plain);
  });

  it('is taken out of JPEG, whose turn stays', () => {
    const profile = segment(0xe2, joined(ascii('ICC_PROFILE\0'), noise(300)));
    const other = segment(0xe2, ascii('MPF\0 and more'));
    const exif = segment(0xe1, ascii('Exif\0\0 turned'));
    const rest = joined(segment(0xc0, noise(15)), segment(0xda, noise(10)), noise(50), Uint8Array.of(0xff, 0xd9));
    const begin = Uint8Array.of(0xff, 0xd8);
    expect(plainColours(joined(begin, exif, profile, other, profile, rest), 'image/jpeg')).toEqual(
      joined(begin, exif, other, rest),
    );
  });

  it('is taken out of WebP, with its sign and length', () => {
    const flags = (value: number): Uint8Array => joined(Uint8Array.of(value), noise(9));
    const pixels = webpChunk('VP8L', noise(31));
    const file = webp(webpChunk('VP8X', flags(0x30)), webpChunk('ICCP', noise(77)), pixels);
    expect(plainColours(file, 'image/webp')).toEqual(webp(webpChunk('VP8X', flags(0x10)), pixels));
  });

  it('of a damaged file is left where it is', () => {
    const cut = joined(signature, pngChunk('IHDR', 13), pngChunk('gAMA', 4)).slice(0, -3);
    expect(plainColours(cut, 'image/png')).toBe(cut);
    const files = fc.constantFrom<['image/png' | 'image/jpeg' | 'image/webp', Uint8Array]>(
      ['image/png', joined(signature, pngChunk('IHDR', 13), pngChunk('gAMA', 4), pngChunk('IDAT', 9))],
      [
        'image/jpeg',
        joined(Uint8Array.of(0xff, 0xd8), segment(0xe2, ascii('ICC_PROFILE\0 abc')), segment(0xda, noise(4))),
      ],
      ['image/webp', webp(webpChunk('VP8X', noise(10)), webpChunk('ICCP', noise(7)), webpChunk('VP8L', noise(9)))],
    );
    fc.assert(
      fc.property(
        files,
        fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 4 }),
        fc.nat(80),
        ([type, bytes], changes, length) => {
          const mutant = bytes.slice(0, length);
          for (const [at, value] of changes) if (at < mutant.length) mutant[at] = value;
          expect(plainColours(mutant, type).length).toBeLessThanOrEqual(mutant.length);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
