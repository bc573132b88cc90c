import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { imageHeader } from '../../core/data/import/image-header.ts';
import { onWhite } from '../../core/data/import/resize.ts';
import { pngOfChunks } from '../../core/data/import/files.fixture.ts';
import { decodeImage } from './decode-image.ts';
import * as real from './real-images.fixture.ts';

interface Shown {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue on white. */
  readonly pixels: Uint8Array;
}

async function decoded(bytes: Uint8Array<ArrayBuffer>): Promise<Shown> {
  const { width, height, rgba } = await decodeImage(bytes, imageHeader(bytes, 'file'));
  return { width, height, pixels: onWhite(rgba) };
}

describe('the browser gives the very pixels of', () => {
  it.each(Object.entries(real.exact))('%s', async (name, at) => {
    const { width, height, pixels } = await decoded(real.bytesOfFile(name as keyof typeof real.exact));
    expect([width, height]).toEqual([real.width, real.height]);
    expect([...pixels]).toEqual(real.pixelsOf(width, height, at));
  });

  it('every colour at every opacity', async () => {
    const side = 256;
    const rows = new Uint8Array((4 * side + 1) * side);
    for (let opacity = 0; opacity < side; opacity++) {
      for (let value = 0; value < side; value++) {
        rows.set([value, 255 - value, (7 * value) % 256, opacity], opacity * (4 * side + 1) + 1 + 4 * value);
      }
    }
    const { pixels } = await decoded(pngOfChunks({ width: side, height: side, depth: 8, colour: 6 }, zlibSync(rows)));
    const wanted = real.pixelsOf(side, side, (value, opacity) =>
      real.onPaper([value, 255 - value, (7 * value) % 256], opacity),
    );
    expect(pixels.findIndex((value, i) => value !== wanted[i])).toBe(-1);
  });
});

describe('the browser gives nearly the pixels of', () => {
  it.each<[keyof typeof real.files, number, number]>([
    ['jpeg', 3, 1],
    ['jpeg-progressive', 3, 1],
    ['jpeg-profile', 3, 1],
    ['webp-lossy', 12, 4],
  ])('%s', async (name, most, mean) => {
    const { width, height, pixels } = await decoded(real.bytesOfFile(name));
    expect([width, height]).toEqual([real.smoothSide, real.smoothSide]);
    near(pixels, real.pixelsOf(width, height, real.smoothAt), most, mean);
  });

  it('a JPEG in grey, as grey', async () => {
    const { width, height, pixels } = await decoded(real.bytesOfFile('jpeg-grey'));
    const luma = (x: number, y: number): number[] => {
      const [r, g, b] = real.smoothAt(x, y);
      return Array<number>(3).fill(0.299 * r + 0.587 * g + 0.114 * b);
    };
    near(pixels, real.pixelsOf(width, height, luma), 3, 1);
    expect(pixels.every((value, i) => value === pixels[i - (i % 3)])).toBe(true);
  });

  it('a JPEG that a camera held upright, upright', async () => {
    const { width, height, pixels } = await decoded(real.bytesOfFile('jpeg-turned'));
    expect([width, height]).toEqual([8, 16]);
    near(pixels, real.pixelsOf(width, height, real.turnedAt), 4, 1.5);
  });

  it('a JPEG in four inks', async () => {
    const { width, height, pixels } = await decoded(real.bytesOfFile('jpeg-cmyk'));
    near(pixels, real.pixelsOf(width, height, real.smoothAt), 20, 8);
  });
});

it('rejects what is cut short, whatever its kind', async () => {
  for (const name of ['png-8', 'jpeg', 'webp-lossless'] as const) {
    const bytes = real.bytesOfFile(name);
    const header = imageHeader(bytes, name);
    await expect(decodeImage(bytes.slice(0, 40), header)).rejects.toThrow();
  }
});

function near(pixels: Uint8Array, wanted: readonly number[], most: number, mean: number): void {
  const errors = wanted.map((value, i) => Math.abs(value - pixels[i]!));
  expect(Math.max(...errors)).toBeLessThanOrEqual(most);
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThanOrEqual(mean);
}
