import type { Parameters } from '../../program/instruction.ts';

export type Pass = 'conv' | 'convInput' | 'convFilter';

type Convolution = Parameters<'convFilter'>;

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** See `../assembly/winograd-grid.ts`. */
const tileOutputs = 3;
const axisPoints = 4;

/** Fewest channels of either side: below, moving tiles to points and back costs more than the products save. */
const fewestChannels = 16;

/** Fewest tiles of a batch: below, the filter is packed for too few of them. Its gradient can do with half as many. */
const fewestTiles = 48;

/** What a block of images may take at the points, and what a single image may at most. */
const blockBytes = 6 * 2 ** 20;
const mostBytes = 32 * 2 ** 20;

/** Numbers of patches that are added while they are in the cache, and most of one image. */
const patchNumbers = 16 * 1024;
const mostPatchNumbers = 2 ** 20;

/** How a kernel does a convolution, in the order of `Plan` of `../assembly/conv-parameters.ts`. */
export interface ConvolutionPlan {
  /** 0: the direct product, 1: Winograd's algorithm, 2: overlapping patches. */
  readonly way: 0 | 1 | 2;
  /** Images that are done together. */
  readonly images: number;
  readonly pixelBytes: number;
  readonly resultBytes: number;
  readonly roomBytes: number;
}

const direct: ConvolutionPlan = { way: 0, images: 0, pixelBytes: 0, resultBytes: 0, roomBytes: 0 };

/** The plan depends on nothing but the shapes, so that the result is the same for any number of threads. */
export function planConvolution(op: Pass, p: Convolution): ConvolutionPlan {
  if (op === 'convInput' && p.inChannels < 8) return planPatches(p);
  const tiles = p.batch * tilesOf(p.outHeight) * tilesOf(p.outWidth);
  return suits(p) && tiles >= (op === 'convFilter' ? fewestTiles / 2 : fewestTiles) ? planWinograd(p) : direct;
}

function planWinograd(p: Convolution): ConvolutionPlan {
  const points = pointsOf(p.outHeight) * pointsOf(p.outWidth);
  const depth = p.strideHeight * p.strideWidth * p.inChannels;
  const each = 4 * points * (depth + p.outChannels);
  if (each > mostBytes) return direct;
  const blocks = Math.ceil(p.batch / Math.max(1, Math.floor(blockBytes / each)));
  const images = Math.ceil(p.batch / blocks);
  return {
    way: 1,
    images,
    pixelBytes: aligned(4 * images * points * depth),
    resultBytes: aligned(4 * images * points * p.outChannels),
    roomBytes: aligned(roomBytes(p)),
  };
}

/** Whole panels of patches, and enough channels to make a product worth it. */
function planPatches(p: Convolution): ConvolutionPlan {
  const patch = p.filterHeight * p.filterWidth * p.inChannels;
  const each = p.outHeight * p.outWidth * patch;
  const undilated = p.dilationHeight === 1 && p.dilationWidth === 1;
  if (!undilated || patch % 8 !== 0 || p.outChannels < fewestChannels || each > mostPatchNumbers) return direct;
  const images = Math.max(1, Math.min(p.batch, Math.floor(patchNumbers / each)));
  const reach = (p.outWidth - 1) * p.strideWidth + p.filterWidth;
  const line = Math.max(p.padLeft + p.inWidth, reach) * p.inChannels;
  return { ...direct, way: 2, images, roomBytes: aligned(4 * (images * each + line)) };
}

const tilesOf = (outputs: number) => Math.ceil(outputs / tileOutputs);

/** Points of all tiles along an axis. */
const pointsOf = (outputs: number) => outputs + tilesOf(outputs);

function suits(p: Convolution): boolean {
  const axes = [
    [p.filterHeight, p.strideHeight, p.dilationHeight, p.outHeight, p.padTop, p.inHeight],
    [p.filterWidth, p.strideWidth, p.dilationWidth, p.outWidth, p.padLeft, p.inWidth],
  ] as const;
  return (
    axes.every(
      ([filter, stride, dilation, outputs, pad, pixels]) =>
        // Two taps of each phase, and every pixel within them.
        filter === 2 * stride && dilation === 1 && stride * (outputs + 1) - pad >= pixels,
    ) && [p.inChannels, p.outChannels].every((channels) => channels % 8 === 0 && channels >= fewestChannels)
  );
}

/** The most that a thread keeps for itself, in any of the three passes: see `../assembly/winograd.ts`. */
function roomBytes({ inChannels, outChannels, outWidth }: Convolution): number {
  const tile = axisPoints ** 2 * Math.max(inChannels, outChannels);
  const packed = 8 * 768;
  const phase = ((axisPoints + 1) * (outWidth + 1) + 1) * 64;
  const sums = axisPoints ** 2 * 48 * 128;
  return 4 * Math.max(tile, packed, phase, sums);
}

/** Bytes that the kernel lays out in its own way, before the workspaces of its products. */
export function planBytes(op: Pass, p: Convolution, threads: number): number {
  const { way, pixelBytes, resultBytes, roomBytes } = planConvolution(op, p);
  // What a thread has in front of its room, and zeros.
  const own = { 0: 0, 1: 512 + aligned(4 * p.inChannels), 2: 64 }[way];
  return way === 0 ? 0 : 64 + pixelBytes + resultBytes + threads * (own + roomBytes);
}
