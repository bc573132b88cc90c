import { float, int, pointer } from './arguments';
import { P, Plan, Way } from './conv-parameters';
import { Left, Product, Right } from './matrix-product';
import { tileRows } from './micro-kernel';
import { overlappingInput } from './overlapping-patches';
import { Axis, multiplyRegions } from './regions';
import { winogradFilter, winogradForward, winogradInput } from './winograd';
import { multiplyShare, setEpilogue, workspace } from './workspace';

/** Where the addresses are. */
const addresses: i32 = P.afterEpilogue + Plan.size;
const filterAddresses: i32 = P.hasBias + Plan.size;

/** Patches of the input, one for each position of the output. */
function setInputPatches(product: Product, at: usize, x: usize): void {
  const patches = product.patches;
  patches.image = x;
  patches.height = int(at, P.inHeight);
  patches.width = int(at, P.inWidth);
  patches.channels = int(at, P.inChannels);
  patches.gridHeight = int(at, P.outHeight);
  patches.gridWidth = int(at, P.outWidth);
  patches.stepHeight = int(at, P.strideHeight);
  patches.stepWidth = int(at, P.strideWidth);
  patches.startHeight = -int(at, P.padTop);
  patches.startWidth = -int(at, P.padLeft);
  const filterWidth = int(at, P.filterWidth);
  patches.tapsAcross = int(at, P.dilationWidth) == 1 ? filterWidth : 1;
  for (let y = 0; y < int(at, P.filterHeight); y++) {
    for (let x = 0; x < filterWidth; x++) {
      patches.addTap(y * int(at, P.dilationHeight), x * int(at, P.dilationWidth), y * filterWidth + x);
    }
  }
}

/** `[positions, patch] [patch, outChannels]`. */
export function conv(at: usize, scratch: usize, thread: i32, threads: i32): void {
  if (int(at, P.afterEpilogue + Plan.way) == Way.winograd) return winogradForward(at, scratch, thread, threads);
  const channels = int(at, P.outChannels);
  const product = setFilterProduct(at, scratch, thread, int(at, P.inChannels), channels);
  const patches = product.patches;
  patches.outWidth = <usize>channels << 2;
  patches.outHeight = patches.outWidth * int(at, P.outWidth);
  patches.outBatch = patches.outHeight * int(at, P.outHeight);
  product.right = Right.filter;
  setAxis(product.vertical, at, 0);
  setAxis(product.horizontal, at, 1);
  const out = pointer(at, addresses);
  multiplyRegions(product, out, int(at, P.batch), channels, int(at, P.filterWidth), thread, threads);
}

/** What conv and convInput have in common: patches of the first read, the filter, and the epilogue. */
function setFilterProduct(at: usize, scratch: usize, thread: i32, channels: i32, columns: i32): Product {
  const taps = int(at, P.filterHeight) * int(at, P.filterWidth);
  // The zeros, and a run of taps for each row of a tile: products of fewer taps across leave the zeros alone.
  const run = int(at, P.filterWidth) * channels;
  const product = workspace(scratch, thread, columns, taps, (tileRows + 1) * run);
  product.patches.room = product.patches.zeros + (<usize>run << 2);
  const bias = int(at, P.hasBias) ? pointer(at, addresses + 3) : 0;
  setEpilogue(product.epilogue, bias, columns, int(at, P.activation), float(at, P.alpha));
  product.left = Left.patches;
  product.patches.image = pointer(at, addresses + 1);
  product.patches.channels = channels;
  product.b = pointer(at, addresses + 2);
  product.strideB = columns;
  return product;
}

/** Positions of the output along the vertical (0) or horizontal (1) axis, which meet pixels of the input. */
function setAxis(axis: Axis, at: usize, across: i32): void {
  axis.size = int(at, P.inHeight + across);
  axis.grid = int(at, P.outHeight + across);
  axis.step = int(at, P.strideHeight + across);
  axis.start = -int(at, P.padTop + across);
  axis.taps = int(at, P.filterHeight + across);
  axis.tapStep = int(at, P.dilationHeight + across);
  axis.filterTap = 0;
  axis.filterStep = 1;
}

/** `[patch, positions] [positions, outChannels]`. */
export function convFilter(at: usize, scratch: usize, thread: i32, threads: i32): void {
  if (int(at, P.hasBias + Plan.way) == Way.winograd) return winogradFilter(at, scratch, thread, threads);
  const taps = int(at, P.filterHeight) * int(at, P.filterWidth);
  const channels = int(at, P.outChannels);
  const product = workspace(scratch, thread, 0, taps, 0);
  // Addresses follow where the other passes have their epilogue.
  setEpilogue(product.epilogue, 0, 0, 0, 0);
  setInputPatches(product, at, pointer(at, filterAddresses + 1));
  const patches = product.patches;
  product.left = Left.patchesTransposed;
  product.right = Right.rows;
  product.b = pointer(at, filterAddresses + 2);
  product.strideB = channels;
  product.k = int(at, P.batch) * patches.gridHeight * patches.gridWidth;
  product.out = pointer(at, filterAddresses);
  product.strideOut = channels;
  multiplyShare(product, taps * patches.channels, channels, thread, threads);
}

/**
 * By phases: the pixels of the input whose place modulo the stride is the same meet the same taps of the filter, and are
 * one product, `[pixels, taps outChannels] [taps outChannels, inChannels]`.
 */
export function convInput(at: usize, scratch: usize, thread: i32, threads: i32): void {
  if (int(at, P.afterEpilogue + Plan.way) == Way.winograd) return winogradInput(at, scratch, thread, threads);
  if (int(at, P.afterEpilogue + Plan.way) == Way.overlapping) return overlappingInput(at, scratch, thread, threads);
  const strideHeight = int(at, P.strideHeight);
  const strideWidth = int(at, P.strideWidth);
  const width = int(at, P.inWidth);
  const channels = int(at, P.inChannels);
  const product = setFilterProduct(at, scratch, thread, int(at, P.outChannels), channels);
  const patches = product.patches;
  const pixel = <usize>channels << 2;
  patches.outWidth = pixel * strideWidth;
  patches.outHeight = pixel * width * strideHeight;
  patches.outBatch = pixel * width * int(at, P.inHeight);
  product.right = Right.turnedFilter;
  for (let y = 0; y < strideHeight; y++) {
    setPhaseAxis(product.vertical, at, 0, y);
    for (let x = 0; x < strideWidth; x++) {
      setPhaseAxis(product.horizontal, at, 1, x);
      const out = pointer(at, addresses) + (<usize>y * width + x) * pixel;
      multiplyRegions(product, out, int(at, P.batch), channels, int(at, P.filterWidth), thread, threads);
    }
  }
}

/**
 * Pixels `phase` plus multiples of the stride along an axis, which meet positions of the output: from the last tap on, so
 * that they are met in ascending order.
 */
function setPhaseAxis(axis: Axis, at: usize, across: i32, phase: i32): void {
  const stride = int(at, P.strideHeight + across);
  const dilation = int(at, P.dilationHeight + across);
  axis.size = int(at, P.outHeight + across);
  axis.grid = (int(at, P.inHeight + across) - phase + stride - 1) / stride;
  axis.step = 1;
  axis.start = 0;
  axis.taps = 0;
  axis.tapStep = 1;
  axis.filterTap = 0;
  axis.filterStep = 0;
  for (let tap = int(at, P.filterHeight + across) - 1; tap >= 0; tap--) {
    const place = phase + int(at, P.padTop + across) - tap * dilation;
    if (place % stride) continue;
    if (axis.taps == 0) {
      axis.start = place / stride;
      axis.filterTap = tap;
    } else if (axis.taps == 1) {
      axis.tapStep = place / stride - axis.start;
      axis.filterStep = tap - axis.filterTap;
    }
    axis.taps++;
  }
}
