import { assets, readAsset } from './assets.ts';
import type { AssetName } from './assets.ts';
import { DataError } from './data-error.ts';
import type { AssetReader, Dataset, Split } from './dataset.ts';
import { gunzip } from './gunzip.ts';
import { decodeIdx } from './idx.ts';
import { imageDataset } from './images.ts';
import type { ImageSet } from './images.ts';

/** Datasets with the files and sizes of MNIST. */
type Family = 'mnist' | 'fashion-mnist';

const side = 28;
const classes = 10;

const filesOf = (family: Family) =>
  ({
    train: [`${family}-train-images.bin`, `${family}-train-labels.bin`],
    test: [`${family}-test-images.bin`, `${family}-test-labels.bin`],
  }) as const satisfies Record<string, readonly AssetName[]>;

/** Bytes to fetch for a dataset of the family. */
export function familyBytes(family: Family): number {
  const { train, test } = filesOf(family);
  return [...train, ...test].reduce((sum, name) => sum + assets[name].bytes, 0);
}

/** The 28 x 28 grey images in 10 classes of both splits. @throws DataError when a file is missing or not the right one. */
export async function readFamily(family: Family, read: AssetReader): Promise<Readonly<Record<Split, ImageSet>>> {
  const files = filesOf(family);
  const [train, test] = await Promise.all([readSplit(...files.train, read), readSplit(...files.test, read)]);
  return { train, test };
}

/** Loads a dataset of the family. @throws DataError when a file is missing or not the right one. */
export async function loadFamily(family: Family, read: AssetReader): Promise<Dataset> {
  return imageDataset({ id: family, shape: [side, side, 1], classes, ...(await readFamily(family, read)) });
}

async function readSplit(imagesName: AssetName, labelsName: AssetName, read: AssetReader): Promise<ImageSet> {
  const unpack = async (name: AssetName) => decodeIdx(await gunzip(await readAsset(name, read), name), name);
  const [images, labels] = await Promise.all([unpack(imagesName), unpack(labelsName)]);
  return labelledImages(images, imagesName, labels, labelsName);
}

type Idx = ReturnType<typeof decodeIdx>;

/**
 * Puts an IDX file of images and one of labels together.
 *
 * @throws DataError naming the file, when they are not 28 x 28 images with as many labels from 0 to 9.
 */
export function labelledImages(images: Idx, imagesFile: string, labels: Idx, labelsFile: string): ImageSet {
  const [count, height, width] = images.dimensions;
  if (images.dimensions.length !== 3 || height !== side || width !== side) {
    throw new DataError(imagesFile, `holds ${images.dimensions.join(' x ')} values, not images of ${side} x ${side}`);
  }
  if (labels.dimensions.length !== 1 || labels.dimensions[0] !== count) {
    throw new DataError(labelsFile, `holds ${labels.dimensions.join(' x ')} labels for ${count} images`);
  }
  const wrong = labels.values.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new DataError(labelsFile, `has label ${labels.values[wrong]} at ${wrong}, above ${classes - 1}`);
  return { pixels: images.values, labels: labels.values };
}
