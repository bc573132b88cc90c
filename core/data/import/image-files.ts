import { DataError } from '../data-error.ts';
import type { Examples } from './examples.ts';
import { imageHeader } from './image-header.ts';
import type { ImageHeader } from './image-header.ts';
import type { ImportOptions, ImportWatch, Skipped } from './imported-set.ts';
import { isHeldOut } from './arrays.ts';
import { numberClasses, shownName } from './labels.ts';
import type { ImportLimits } from './limits.ts';
import { mebibytes } from './limits.ts';
import { onWhite, scaled } from './resize.ts';
import type { Source } from './sources.ts';

/** A decoded image: four bytes a pixel (red, green, blue, opacity), row by row. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array | Uint8ClampedArray;
}

/** Decodes one image whose header has been looked at. Rejects for one that is broken. */
export type ImageDecoder = (bytes: Uint8Array<ArrayBuffer>, header: ImageHeader) => Promise<DecodedImage>;

/** One image file takes no more. */
const largestFile = 64 * 2 ** 20;
/** Colours are kept until it is known whether any image has them. */
const channels = 3;

/** Whether a name is that of an image. */
export const isImageName = (name: string): boolean => /\.(png|jpe?g|gif|webp|bmp)$/i.test(name);

/**
 * Images from files, one an image; the class of each is the folder it lies in, where there are several. Folders called
 * `train` and `test` say what is held out. An image that can't be read, or is not of the size of the others where none is
 * chosen, is left out and told: one broken file spoils no set.
 *
 * Files are taken in the order of their names, so that the same folder always gives the same set.
 * @throws DataError where none can be read, or they take more room than there may be.
 */
export async function imageExamples(
  sources: readonly Source[],
  decode: ImageDecoder,
  options: ImportOptions,
  limits: ImportLimits,
  watch: ImportWatch,
): Promise<{ examples: Examples; skipped: Skipped[] }> {
  const skipped: Skipped[] = [];
  const sorted = [...sources].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const byFolder = sorted.some(({ name }) => isTrain(name)) && sorted.some(({ name }) => isTest(name));
  const images: { pixels: Uint8Array; folder: string; test: boolean }[] = [];
  let shape: readonly [height: number, width: number] | undefined =
    options.side === undefined ? undefined : [options.side, options.side];
  for (const [index, source] of sorted.entries()) {
    watch.signal?.throwIfAborted();
    watch.progress?.(index / sorted.length, shownName(source.name));
    await watch.breathe?.();
    try {
      const image = await readImage(source, decode, limits);
      const size = shape ?? [image.height, image.width];
      if (options.side === undefined) {
        requireSize(image, size, source.name, limits);
      }
      const pixels = onWhite(image.rgba);
      const { height, width } = image;
      shape = size;
      images.push({
        pixels:
          options.side === undefined
            ? pixels
            : scaled({ data: pixels, height, width, channels }, options.side, options.fit),
        folder: folderOf(source.name),
        test: byFolder && isTest(source.name),
      });
    } catch (error) {
      // What expands without end ends the import; what is wrong with one image leaves it out.
      if (!(error instanceof DataError) || error.fault.startsWith('takes the import over')) throw error;
      skipped.push({ name: shownName(source.name), reason: error.fault });
    }
    if (shape && images.length * shape[0] * shape[1] * channels > limits.setBytes) {
      throw new DataError(
        shownName(source.name),
        `takes the set over ${mebibytes(limits.setBytes)}; choose a smaller size`,
      );
    }
  }
  if (shape === undefined || images.length === 0) {
    const [first] = skipped;
    throw new DataError(
      first!.name,
      `${first!.reason}${skipped.length > 1 ? `; none of ${skipped.length} images can be read` : ''}`,
    );
  }
  images.sort((a, b) => Number(a.test) - Number(b.test));
  const each = shape[0] * shape[1] * channels;
  const values = new Uint8Array(images.length * each);
  images.forEach(({ pixels }, index) => values.set(pixels, index * each));
  const { labels, classes } = numberClasses(
    images.map(({ folder }) => folder),
    'The import',
    limits,
  );
  const train = images.filter(({ test }) => !test).length;
  return {
    examples: {
      kind: 'images',
      shape: [...shape, channels],
      values,
      labels,
      classes,
      ...(byFolder && train > 0 && train < images.length && { train }),
    },
    skipped,
  };
}

const foldersOf = (name: string): string[] => name.split('/').slice(0, -1);
const isTrain = (name: string): boolean => foldersOf(name).some((folder) => /^train(ing)?$/i.test(folder));
const isTest = (name: string): boolean => foldersOf(name).some((folder) => isHeldOut(folder));
const folderOf = (name: string): string => shownName(foldersOf(name).at(-1) ?? '');

async function readImage(source: Source, decode: ImageDecoder, limits: ImportLimits): Promise<DecodedImage> {
  const { name, fault, size } = source;
  if (fault !== undefined) throw new DataError(name, fault);
  if (size > largestFile) throw new DataError(name, `has ${mebibytes(size)}, more than ${mebibytes(largestFile)}`);
  const bytes = await source.read();
  const header = imageHeader(bytes, name);
  if (header.width * header.height > limits.imagePixels) {
    throw new DataError(name, `has ${header.width} x ${header.height} pixels, more than ${limits.imagePixels}`);
  }
  let image: DecodedImage;
  try {
    image = await decode(bytes, header);
  } catch (cause) {
    throw new DataError(name, 'can’t be decoded: it is damaged or of an unusual kind', { cause });
  }
  const { width, height, rgba } = image;
  if (width < 1 || height < 1 || rgba.length !== 4 * width * height || width * height > limits.imagePixels) {
    throw new DataError(name, 'was decoded to something else than its header says');
  }
  return image;
}

function requireSize(
  image: DecodedImage,
  [height, width]: readonly [number, number],
  name: string,
  limits: ImportLimits,
): void {
  if (image.height > limits.side || image.width > limits.side) {
    throw new DataError(
      name,
      `has ${image.width} x ${image.height} pixels, more than ${limits.side} a side; choose a size to bring images to`,
    );
  }
  if (image.height !== height || image.width !== width) {
    throw new DataError(
      name,
      `has ${image.width} x ${image.height} pixels, others ${width} x ${height}; choose a size to bring all to`,
    );
  }
}
