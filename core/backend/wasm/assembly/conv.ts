import { float, int, pointer } from './arguments';
import { Left, Product, Right } from './matrix-product';
import { tileRows } from './micro-kernel';
import { multiplyShare, setEpilogue, workspace } from './workspace';

// Parameters of a convolution, in the order of ../../program/operations.ts.
const enum P {
  batch,
  inHeight,
  inWidth,
  inChannels,
  outHeight,
  outWidth,
  outChannels,
  filterHeight,
  filterWidth,
  strideHeight,
  strideWidth,
  padTop,
  padLeft,
  dilationHeight,
  dilationWidth,
  // What follows is the epilogue of conv and convInput.
  hasBias,
  activation,
  alpha,
  afterEpilogue,
}

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

/** Taps in the zeros and the runs of a tile of patches. */
function runs(at: usize): i32 {
  return (tileRows + 1) * int(at, P.filterWidth);
}

/** `[positions, patch] [patch, outChannels]`. */
export function conv(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const taps = int(at, P.filterHeight) * int(at, P.filterWidth);
  const channels = int(at, P.outChannels);
  const product = workspace(scratch, thread, channels, taps, runs(at) * int(at, P.inChannels));
  const bias = int(at, P.hasBias) ? pointer(at, P.afterEpilogue + 3) : 0;
  setEpilogue(product.epilogue, bias, channels, int(at, P.activation), float(at, P.alpha));
  setInputPatches(product, at, pointer(at, P.afterEpilogue + 1));
  const patches = product.patches;
  patches.out = pointer(at, P.afterEpilogue);
  patches.outWidth = <usize>channels << 2;
  patches.outHeight = patches.outWidth * patches.gridWidth;
  patches.outBatch = patches.outHeight * patches.gridHeight;
  product.left = Left.patches;
  product.right = Right.rows;
  product.b = pointer(at, P.afterEpilogue + 2);
  product.strideB = channels;
  product.k = taps * patches.channels;
  multiplyShare(product, int(at, P.batch) * patches.gridHeight * patches.gridWidth, channels, thread, threads);
}

/** `[patch, positions] [positions, outChannels]`. */
export function convFilter(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const taps = int(at, P.filterHeight) * int(at, P.filterWidth);
  const channels = int(at, P.outChannels);
  const product = workspace(scratch, thread, 0, taps, 0);
  // Addresses follow where the other passes have their epilogue.
  setEpilogue(product.epilogue, 0, 0, 0, 0);
  setInputPatches(product, at, pointer(at, P.hasBias + 1));
  const patches = product.patches;
  product.left = Left.patchesTransposed;
  product.right = Right.rows;
  product.b = pointer(at, P.hasBias + 2);
  product.strideB = channels;
  product.k = int(at, P.batch) * patches.gridHeight * patches.gridWidth;
  product.out = pointer(at, P.hasBias);
  product.strideOut = channels;
  multiplyShare(product, taps * patches.channels, channels, thread, threads);
}

/**
 * By phases: the pixels of the input whose place modulo the stride is the same meet the same taps of the filter, and are
 * one product, `[pixels, taps outChannels] [taps outChannels, inChannels]`.
 */
export function convInput(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const strideHeight = int(at, P.strideHeight);
  const strideWidth = int(at, P.strideWidth);
  const height = int(at, P.inHeight);
  const width = int(at, P.inWidth);
  const channels = int(at, P.inChannels);
  const taps = int(at, P.filterHeight) * int(at, P.filterWidth);
  const product = workspace(scratch, thread, channels, taps, runs(at) * int(at, P.outChannels));
  const bias = int(at, P.hasBias) ? pointer(at, P.afterEpilogue + 3) : 0;
  setEpilogue(product.epilogue, bias, channels, int(at, P.activation), float(at, P.alpha));
  const patches = product.patches;
  patches.image = pointer(at, P.afterEpilogue + 1);
  patches.height = int(at, P.outHeight);
  patches.width = int(at, P.outWidth);
  patches.channels = int(at, P.outChannels);
  patches.stepHeight = 1;
  patches.stepWidth = 1;
  patches.startHeight = 0;
  patches.startWidth = 0;
  const pixel = <usize>channels << 2;
  patches.outWidth = pixel * strideWidth;
  patches.outHeight = pixel * width * strideHeight;
  patches.outBatch = pixel * width * height;
  product.left = Left.patches;
  product.right = Right.filter;
  product.b = pointer(at, P.afterEpilogue + 2);
  product.strideB = channels;
  for (let y = 0; y < min(strideHeight, height); y++) {
    for (let x = 0; x < min(strideWidth, width); x++) {
      patches.out = pointer(at, P.afterEpilogue) + (<usize>y * width + x) * pixel;
      patches.gridHeight = (height - y + strideHeight - 1) / strideHeight;
      patches.gridWidth = (width - x + strideWidth - 1) / strideWidth;
      setPhaseTaps(product, at, y, x);
      product.k = patches.taps * patches.channels;
      const rows = int(at, P.batch) * patches.gridHeight * patches.gridWidth;
      multiplyShare(product, rows, channels, thread, threads);
    }
  }
}

/** The taps that pixels (y, x) plus multiples of the stride meet, and the place of the output that each reaches there. */
function setPhaseTaps(product: Product, at: usize, y: i32, x: i32): void {
  const patches = product.patches;
  const filterWidth = int(at, P.filterWidth);
  const strideHeight = int(at, P.strideHeight);
  const strideWidth = int(at, P.strideWidth);
  let rows = 0;
  patches.taps = 0;
  for (let tapY = int(at, P.filterHeight) - 1; tapY >= 0; tapY--) {
    const down = y + int(at, P.padTop) - tapY * int(at, P.dilationHeight);
    if (down % strideHeight) continue;
    rows++;
    // From the last tap on, so that the output is met from left to right.
    for (let tapX = filterWidth - 1; tapX >= 0; tapX--) {
      const across = x + int(at, P.padLeft) - tapX * int(at, P.dilationWidth);
      if (across % strideWidth) continue;
      patches.addTap(down / strideHeight, across / strideWidth, tapY * filterWidth + tapX);
    }
  }
  patches.tapsAcross = int(at, P.dilationWidth) == 1 && rows > 0 ? max(patches.taps / rows, 1) : 1;
}
