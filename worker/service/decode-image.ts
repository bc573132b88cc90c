import { plainColours } from '../../core/data/import/plain-colours.ts';
import type { DecodedImage, ImageDecoder } from '../../core/data/import/image-files.ts';

/** An image of the size that is allowed takes a second at most; one that takes longer was made to. */
const patience = 15_000;

/**
 * Decodes an image with the browser's own decoder: its colours as they are stored, whatever profile or gamma goes with
 * them, turned as its camera says (EXIF orientation), and the first of its frames.
 *
 * The numbers are exact for kinds without loss, of 16 bits the nearest of 8. Where a pixel is neither clear nor opaque,
 * browsers differ by one after it is put on paper; of JPEG and lossy WebP by a few, as their decoders do.
 */
export const decodeImage: ImageDecoder = async (bytes, { type }) => {
  const blob = new Blob([plainColours(bytes, type)], { type });
  const bitmap = await within(
    createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none', imageOrientation: 'from-image' }),
    patience,
  );
  try {
    return pixelsOf(bitmap);
  } finally {
    bitmap.close();
  }
};

function pixelsOf(bitmap: ImageBitmap): DecodedImage {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('there is no canvas to draw on');
  context.drawImage(bitmap, 0, 0);
  return { width, height, rgba: context.getImageData(0, 0, width, height).data };
}

async function within<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('decoding takes too long')), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
