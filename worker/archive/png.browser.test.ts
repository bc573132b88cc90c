import { expect, it } from 'vitest';
import { aFrame } from '../store/store.fixture.ts';
import { framePicture } from './frame-files.ts';
import { encodePng } from './png.ts';

async function pixelsOf(png: Uint8Array<ArrayBuffer>): Promise<ImageData> {
  const bitmap = await createImageBitmap(new Blob([png], { type: 'image/png' }), { colorSpaceConversion: 'none' });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

it('a PNG shows the same pixels when the browser decodes it', async () => {
  const pixels = Uint8Array.from({ length: 5 * 4 * 3 }, (_, i) => (i * 53) & 255);
  const { data, width, height } = await pixelsOf(encodePng({ width: 5, height: 4, channels: 3, pixels }));
  expect([width, height]).toEqual([5, 4]);
  expect([...data].filter((_, i) => i % 4 !== 3)).toEqual([...pixels]);
});

it('a frame of grey images is one picture of its samples', async () => {
  const { data, width, height } = await pixelsOf(framePicture(aFrame(9)));
  expect([width, height]).toEqual([2, 2]);
  expect([...data].filter((_, i) => i % 4 === 0)).toEqual([9, 1, 2, 3]);
});
