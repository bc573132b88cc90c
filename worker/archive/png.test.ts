import fc from 'fast-check';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePng, encodePng, type Picture } from './png.ts';
import { fromPicture, pictureSize, tileLayout, toPicture } from './tiles.ts';

const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1, 3),
  })
  .chain(({ width, height, channels }) => {
    const length = width * height * channels;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((pixels) => ({ width, height, channels, pixels }));
  });

describe('PNG', () => {
  it('returns every pixel', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        expect([...decodePng(encodePng(picture), picture)]).toEqual([...picture.pixels]);
      }),
    );
  });

  it('has the layout of the standard, as another implementation inflates it', () => {
    const bytes = Buffer.from(encodePng({ width: 2, height: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4) }));
    // Signature and header as libpng writes them for a 2 by 2 grey picture, checksum included.
    expect(bytes.subarray(0, 33).toString('hex')).toBe(
      '89504e470d0a1a0a0000000d4948445200000002000000020800000000' + '57dd52f8',
    );
    const length = bytes.readUInt32BE(33);
    expect([...inflateSync(bytes.subarray(41, 41 + length))]).toEqual([0, 1, 2, 0, 3, 4]);
    expect(bytes.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });

  it('is refused after any flipped bit, at any truncation, and at another size', () => {
    const picture: Picture = {
      width: 3,
      height: 2,
      channels: 3,
      pixels: Uint8Array.from({ length: 18 }, (_, i) => i * 13),
    };
    const bytes = encodePng(picture);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => decodePng(damaged, picture), `bit ${bit}`).toThrow();
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodePng(bytes.subarray(0, length), picture), `${length} bytes`).toThrow();
    }
    expect(() => decodePng(bytes, { ...picture, width: 2 })).toThrow('3 by 2 pixels, not 2 by 2');
    expect(() => decodePng(bytes, { ...picture, channels: 1 })).toThrow('1 channel of');
  });
});

describe('tiles', () => {
  it('return every image, whatever their number, size, channels and columns', () => {
    const stacks = fc.record({
      count: fc.integer({ min: 1, max: 7 }),
      height: fc.integer({ min: 1, max: 3 }),
      width: fc.integer({ min: 1, max: 3 }),
      channels: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(stacks, fc.integer({ min: 1, max: 8 }), (stack, columns) => {
        const length = stack.count * stack.height * stack.width * stack.channels;
        const images = Uint8Array.from({ length }, (_, i) => i & 255);
        const layout = tileLayout(stack, columns);
        const picture = toPicture(images, stack, layout);
        expect(picture.pixels.length).toBe(picture.width * picture.height * picture.channels);
        expect(pictureSize(stack, layout)).toMatchObject({ width: picture.width, height: picture.height });
        expect([...fromPicture(picture.pixels, stack, layout)]).toEqual([...images]);
      }),
    );
  });

  it('lie in rows from the top left', () => {
    const picture = toPicture(Uint8Array.of(1, 2, 3), { count: 3, height: 1, width: 1, channels: 1 });
    expect(picture).toEqual({ width: 2, height: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 0) });
  });
});
