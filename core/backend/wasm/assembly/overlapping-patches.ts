// Input gradients of images of few channels, which as products have too few columns for the micro-kernel: the
// contributions of each position to its whole patch are one product, `[positions, outChannels] [outChannels, patch]`, and
// patches are then added where they overlap.

import { float, int, pointer } from './arguments';
import { P, Plan } from './conv-parameters';
import { Left, multiply, Right } from './matrix-product';
import { Epilogue, finished } from './micro-kernel';
import { setEpilogue, workspace } from './workspace';

/** Bytes of a thread's own epilogue: the product has none. */
const head: usize = 64;

/** convInput; a thread has images of its own. */
export function overlappingInput(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const start = (scratch + 63) & ~63;
  const roomBytes = head + <usize>int(at, P.afterEpilogue + Plan.roomBytes);
  const own = start + <usize>thread * roomBytes;
  const room = own + head;
  const inChannels = int(at, P.inChannels);
  const product = workspace(start + <usize>threads * roomBytes, thread, inChannels, 0, 0);
  const epilogue = product.epilogue;
  const bias = int(at, P.hasBias) ? pointer(at, P.afterEpilogue + Plan.size + 3) : 0;
  setEpilogue(epilogue, bias, inChannels, int(at, P.activation), float(at, P.alpha));
  product.epilogue = changetype<Epilogue>(own);
  product.epilogue.bias = 0;
  product.epilogue.activation = 0;
  const batch = int(at, P.batch);
  const channels = int(at, P.outChannels);
  const patch = int(at, P.filterHeight) * int(at, P.filterWidth) * inChannels;
  const positions = int(at, P.outHeight) * int(at, P.outWidth);
  const some = int(at, P.afterEpilogue + Plan.images);
  const addresses = P.afterEpilogue + Plan.size;
  const dx = pointer(at, addresses);
  const dy = pointer(at, addresses + 1);
  const pixels = int(at, P.inHeight) * int(at, P.inWidth) * inChannels;
  const line = room + (<usize>(some * positions * patch) << 2);
  product.left = Left.rows;
  product.strideA = channels;
  // HWIO: a row of outChannels for each element of a patch.
  product.right = Right.transposed;
  product.b = pointer(at, addresses + 2);
  product.strideB = channels;
  product.k = channels;
  product.out = room;
  product.strideOut = patch;
  product.rowStart = 0;
  product.columnStart = 0;
  product.columnEnd = patch;
  const end = share(batch, thread + 1, threads);
  for (let first = share(batch, thread, threads); first < end; first += some) {
    const count = min(some, end - first);
    product.a = dy + (<usize>(first * positions * channels) << 2);
    product.rowEnd = count * positions;
    multiply(product);
    for (let i = 0; i < count; i++) {
      const patches = room + (<usize>(i * positions * patch) << 2);
      addPatchesOfImage(at, patches, line, dx + (<usize>((first + i) * pixels) << 2), epilogue);
    }
  }
}

function share(batch: i32, thread: i32, threads: i32): i32 {
  return <i32>((<i64>batch * thread) / threads);
}

/** A row of the image after the other, each put together in `line`, which has room for patches that reach over its ends. */
function addPatchesOfImage(at: usize, patches: usize, line: usize, dx: usize, epilogue: Epilogue): void {
  const channels = int(at, P.inChannels);
  const filterHeight = int(at, P.filterHeight);
  const filterWidth = int(at, P.filterWidth);
  const strideHeight = int(at, P.strideHeight);
  const strideWidth = int(at, P.strideWidth);
  const padTop = int(at, P.padTop);
  const outWidth = int(at, P.outWidth);
  const run = filterWidth * channels;
  const pitch = <usize>(filterHeight * run) << 2;
  const skipped = <usize>(int(at, P.padLeft) * channels) << 2;
  const bytes = <usize>(int(at, P.inWidth) * channels) << 2;
  const lineBytes = max(skipped + bytes, <usize>((outWidth - 1) * strideWidth * channels + run) << 2);
  // Patches so far apart do not overlap, so that none waits for what the one before has stored.
  const apart = (filterWidth + strideWidth - 1) / strideWidth;
  for (let y = 0; y < int(at, P.inHeight); y++, dx += bytes) {
    memory.fill(line, 0, lineBytes);
    for (let tap = (y + padTop) % strideHeight; tap < filterHeight; tap += strideHeight) {
      const row = (y + padTop - tap) / strideHeight;
      if (row < 0 || row >= int(at, P.outHeight)) continue;
      const from = patches + <usize>(row * outWidth) * pitch + (<usize>(tap * run) << 2);
      for (let first = 0; first < apart; first++) {
        const start = line + (<usize>(first * strideWidth * channels) << 2);
        const count = (outWidth - first + apart - 1) / apart;
        const step = <usize>(apart * strideWidth * channels) << 2;
        addRuns(from + <usize>first * pitch, <usize>apart * pitch, start, step, run, count);
      }
    }
    bring(line + skipped, dx, bytes, channels, epilogue);
  }
}

/** Adds `count` runs of `run` numbers, `pitch` bytes apart, to places `step` bytes apart. */
function addRuns(from: usize, pitch: usize, to: usize, step: usize, run: i32, count: i32): void {
  if (run == 4) {
    for (; count > 0; count--, from += pitch, to += step) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    return;
  }
  const bytes = <usize>run << 2;
  const whole = bytes & ~15;
  for (; count > 0; count--, from += pitch, to += step) {
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
    for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(from + i));
  }
}

/** A line to the image, with the epilogue. */
function bring(line: usize, dx: usize, bytes: usize, channels: i32, epilogue: Epilogue): void {
  if (!epilogue.bias && epilogue.activation == 0) {
    memory.copy(dx, line, bytes);
    return;
  }
  let channel: usize = 0;
  for (let i: usize = 0; i < bytes; i += 4) {
    v128.store_lane<f32>(dx + i, finished(v128.load32_splat(line + i), channel << 2, epilogue), 0);
    if (++channel == <usize>channels) channel = 0;
  }
}
