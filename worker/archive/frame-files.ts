import { decodeSafetensors, encodeSafetensors, SafetensorsError, sizeOf } from '../../core/training/safetensors.ts';
import type { Frame, Histogram, ImagesFrame, PointsFrame } from '../protocol/records.ts';
import { invalidArchive } from './archive-error.ts';
import type { FrameIndex, ImagesEntry, PointsEntry, TilesEntry } from './archive-schema.ts';
import { decodePng, encodePng } from './png.ts';
import { pointsPicture } from './points-picture.ts';
import { fromPicture, pictureSize, tileLayout, toPicture } from './tiles.ts';

/** Values of one set of images, to keep a hostile index from asking for all memory. */
const maxImageValues = 2 ** 26;

/** A frame's samples as a PNG to look at. */
export function framePicture(frame: Frame): Uint8Array<ArrayBuffer> {
  if (frame.kind === 'points') return encodePng(pointsPicture(frame));
  const count = frame.samples.length / (frame.height * frame.width * frame.channels);
  return encodePng(toPicture(frame.samples, { ...sizeOfImages(frame), count }));
}

/** Frames as files of an archive, and the index that says how to read them. Nothing is lost. */
export function packFrames(frames: readonly Frame[]): {
  index: FrameIndex;
  files: Map<string, Uint8Array<ArrayBuffer>>;
} {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const index = frames.map((frame) => {
    const stem = `frames/${String(frame.step).padStart(8, '0')}`;
    return frame.kind === 'points' ? packPoints(frame, stem, files) : packImages(frame, stem, files);
  });
  return { index, files };
}

type Files = ReadonlyMap<string, Uint8Array>;

/** Reads frames back. @throws LabError `invalid-archive` */
export function unpackFrames(index: FrameIndex, files: Files): Frame[] {
  return index.map((entry) => (entry.kind === 'points' ? unpackPoints(entry, files) : unpackImages(entry, files)));
}

function packImages(frame: ImagesFrame, stem: string, files: Map<string, Uint8Array<ArrayBuffer>>): ImagesEntry {
  const size = sizeOfImages(frame);
  const pack = (images: Uint8Array, name: string, columns?: number): TilesEntry => {
    const stack = { ...size, count: images.length / (size.height * size.width * size.channels) };
    const layout = { columns: columns ?? Math.ceil(Math.sqrt(stack.count)) };
    const file = `${stem}-${name}.png`;
    files.set(file, encodePng(toPicture(images, stack, tileLayout(stack, layout.columns))));
    return { file, count: stack.count, ...layout };
  };
  const { step, samples, reconstructions, plane } = frame;
  return {
    kind: 'images',
    step,
    ...size,
    samples: pack(samples, 'samples'),
    ...(reconstructions && {
      reconstructions: {
        originals: pack(reconstructions.originals, 'originals'),
        outputs: pack(reconstructions.outputs, 'reconstructions'),
      },
    }),
    ...(plane && { plane: { side: plane.side, images: pack(plane.images, 'plane', plane.side) } }),
  };
}

function unpackImages(entry: ImagesEntry, files: Files): ImagesFrame {
  const size = sizeOfImages(entry);
  const unpack = ({ file, count, columns }: TilesEntry): Uint8Array => {
    const stack = { ...size, count };
    const layout = tileLayout(stack, columns);
    const picture = pictureSize(stack, layout);
    if (picture.width * picture.height * picture.channels > maxImageValues) throw invalidArchive(file, 'is too large');
    try {
      return fromPicture(decodePng(fileOf(files, file), picture), stack, layout);
    } catch (cause) {
      throw invalidArchive(file, cause instanceof Error ? cause.message : 'is damaged', cause);
    }
  };
  const { step, reconstructions, plane } = entry;
  if (plane && plane.images.count !== plane.side ** 2) {
    throw invalidArchive(plane.images.file, `does not have ${plane.side} by ${plane.side} images`);
  }
  return {
    kind: 'images',
    step,
    ...size,
    samples: unpack(entry.samples),
    ...(reconstructions && {
      reconstructions: { originals: unpack(reconstructions.originals), outputs: unpack(reconstructions.outputs) },
    }),
    ...(plane && { plane: { side: plane.side, images: unpack(plane.images) } }),
  };
}

function packPoints(frame: PointsFrame, stem: string, files: Map<string, Uint8Array<ArrayBuffer>>): PointsEntry {
  const { step, extent, samples, arrows, surface, warp, gradientNorms, weights, divergence } = frame;
  const data = `${stem}-points.safetensors`;
  const picture = `${stem}-points.png`;
  const pairs = (values: Float32Array) => ({ shape: [values.length / 2, 2], data: values });
  const tensors = {
    samples: pairs(samples),
    ...(arrows && { arrows: pairs(arrows) }),
    ...(surface && { surface: { shape: [surface.resolution, surface.resolution], data: surface.values } }),
    ...(warp && { warp: { shape: [warp.rows, warp.columns, 2], data: warp.points } }),
  };
  files.set(data, encodeSafetensors(tensors));
  files.set(picture, framePicture(frame));
  return {
    kind: 'points',
    step,
    extent,
    data,
    picture,
    ...(gradientNorms && { gradientNorms: listed(gradientNorms) }),
    ...(weights && { weights: listed(weights) }),
    ...(divergence && { divergence }),
  };
}

const listed = ({ from, to, counts }: Histogram) => ({ from, to, counts: [...counts] });
const counted = ({ from, to, counts }: NonNullable<PointsEntry['weights']>): Histogram => ({
  from,
  to,
  counts: Uint32Array.from(counts),
});

function unpackPoints({ data: file, ...entry }: PointsEntry, files: Files): PointsFrame {
  const { step, extent, gradientNorms, weights, divergence } = entry;
  const tensors = pointTensors(file, fileOf(files, file));
  const { samples, arrows, surface, warp } = tensors;
  if (!samples) throw invalidArchive(file, "has no 'samples'");
  return {
    kind: 'points',
    step,
    extent,
    samples: samples.data,
    ...(arrows && { arrows: arrows.data }),
    ...(surface && { surface: { resolution: surface.shape[0]!, values: surface.data } }),
    ...(warp && { warp: { rows: warp.shape[0]!, columns: warp.shape[1]!, points: warp.data } }),
    ...(gradientNorms && { gradientNorms: counted(gradientNorms) }),
    ...(weights && { weights: counted(weights) }),
    ...(divergence && { divergence }),
  };
}

const pointShapes = {
  samples: ([n, two, ...rest]: readonly number[]) => n !== undefined && two === 2 && rest.length === 0,
  arrows: ([n, two, ...rest]: readonly number[]) => n !== undefined && two === 2 && rest.length === 0,
  surface: ([rows, columns, ...rest]: readonly number[]) => rows === columns && rows !== undefined && rest.length === 0,
  warp: ([rows, columns, two, ...rest]: readonly number[]) =>
    rows !== undefined && columns !== undefined && two === 2 && rest.length === 0,
};

function pointTensors(file: string, bytes: Uint8Array) {
  const found: Partial<Record<keyof typeof pointShapes, { shape: readonly number[]; data: Float32Array }>> = {};
  try {
    for (const [name, { shape, data }] of Object.entries(decodeSafetensors(bytes).tensors)) {
      const known = Object.hasOwn(pointShapes, name);
      if (!known || !(data instanceof Float32Array) || !pointShapes[name as keyof typeof pointShapes](shape)) {
        throw new SafetensorsError(`has an unexpected tensor '${name}' of ${sizeOf(shape)} values`);
      }
      found[name as keyof typeof pointShapes] = { shape, data };
    }
  } catch (cause) {
    throw invalidArchive(file, cause instanceof Error ? cause.message : 'is damaged', cause);
  }
  return found;
}

function fileOf(files: Files, name: string): Uint8Array {
  const file = files.get(name);
  if (!file) throw invalidArchive(name, 'is missing');
  return file;
}

function sizeOfImages({ height, width, channels }: { height: number; width: number; channels: number }) {
  return { height, width, channels };
}
