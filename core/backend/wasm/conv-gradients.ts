import type * as tf from '../tf.ts';
import { elements, floats } from './heap.ts';
import type { WasmBackend } from './heap.ts';
import { asMatrix, transposed, withWindow } from './matmul.ts';
import type { Multiply } from './matmul.ts';

/** Bytes of unrolled patches held at a time. */
const patchBudget = 2 ** 24;

export type ConvInfo = Pick<
  tf.backend_util.Conv2DInfo,
  | 'batchSize'
  | 'inHeight'
  | 'inWidth'
  | 'inChannels'
  | 'outHeight'
  | 'outWidth'
  | 'outChannels'
  | 'filterHeight'
  | 'filterWidth'
  | 'strideHeight'
  | 'strideWidth'
  | 'padInfo'
>;

/**
 * Gradient of conv2d in its filter, `[filterHeight, filterWidth, inChannels, outChannels]`: patches of the input, one
 * row for each element of the filter and one column for each output position, times dy.
 */
export function filterGradient(
  backend: WasmBackend,
  multiply: Multiply,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  conv: ConvInfo,
): tf.TensorInfo {
  const { filterHeight, filterWidth, inChannels, outChannels } = conv;
  const positions = conv.batchSize * conv.outHeight * conv.outWidth;
  const taps = filterHeight * filterWidth;
  const out = backend.makeOutput([filterHeight, filterWidth, inChannels, outChannels], 'float32');
  if (positions === 0) {
    floats(backend, out).fill(0);
    return out;
  }
  const tapsAtATime = Math.max(1, Math.min(taps, Math.floor(patchBudget / (4 * inChannels * positions))));
  const pixels = conv.batchSize * conv.inHeight * conv.inWidth;
  // Channels first, so that both sides of the unrolling run along memory.
  const planes = transposed(backend, x, 1, pixels, inChannels);
  const patches = backend.makeOutput([tapsAtATime * inChannels, positions], 'float32');
  const dyMatrix = asMatrix(backend, dy, positions, outChannels);
  for (let tap = 0; tap < taps; tap += tapsAtATime) {
    const count = Math.min(tapsAtATime, taps - tap);
    unrollPlanes(floats(backend, planes), floats(backend, patches), conv, tap, count);
    const rows = count * inChannels;
    withWindow(backend, patches, 0, rows, positions, (left) =>
      withWindow(backend, out, tap * inChannels * outChannels, rows, outChannels, (target) =>
        multiply(left, dyMatrix, target),
      ),
    );
  }
  backend.disposeData(patches.dataId);
  backend.disposeData(planes.dataId);
  return out;
}

/** Rows (tap, channel) of patches for `count` filter taps from `firstTap` on; planes are `[channel, batch, y, x]`. */
function unrollPlanes(planes: Float32Array, patches: Float32Array, conv: ConvInfo, firstTap: number, count: number) {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterWidth, strideHeight, strideWidth } =
    conv;
  let to = 0;
  for (let tap = firstTap; tap < firstTap + count; tap++) {
    const shiftY = Math.floor(tap / filterWidth) - conv.padInfo.top;
    const shiftX = (tap % filterWidth) - conv.padInfo.left;
    const { first, end } = covered(shiftX, strideWidth, inWidth, outWidth);
    for (let plane = 0; plane < inChannels * batchSize; plane++) {
      for (let row = 0; row < outHeight; row++, to += outWidth) {
        const y = row * strideHeight + shiftY;
        if (y < 0 || y >= inHeight || first >= end) {
          patches.fill(0, to, to + outWidth);
          continue;
        }
        const from = (plane * inHeight + y) * inWidth + shiftX;
        for (let column = 0; column < first; column++) patches[to + column] = 0;
        for (let column = first; column < end; column++) patches[to + column] = planes[from + column * strideWidth]!;
        for (let column = end; column < outWidth; column++) patches[to + column] = 0;
      }
    }
  }
}

/** The output columns whose input column `column * stride + shift` lies inside the image. */
function covered(shift: number, stride: number, inWidth: number, outWidth: number): { first: number; end: number } {
  const first = Math.max(0, Math.ceil(-shift / stride));
  const end = Math.min(outWidth, Math.floor((inWidth - 1 - shift) / stride) + 1);
  return { first: Math.min(first, outWidth), end };
}

/**
 * Gradient of conv2d in its input (the transposed convolution), `[batch, inHeight, inWidth, inChannels]`: dy times the
 * transposed filter gives the gradient of every patch, which are added up where patches overlap.
 */
export function inputGradient(
  backend: WasmBackend,
  multiply: Multiply,
  dy: tf.TensorInfo,
  filter: tf.TensorInfo,
  conv: ConvInfo,
): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outChannels } = conv;
  const out = backend.makeOutput([batchSize, inHeight, inWidth, inChannels], 'float32');
  const patchSize = conv.filterHeight * conv.filterWidth * inChannels;
  const positions = conv.outHeight * conv.outWidth;
  floats(backend, out).fill(0);
  if (batchSize * positions === 0 || elements(out.shape) === 0) return out;
  const examplesAtATime = Math.max(1, Math.min(batchSize, Math.floor(patchBudget / (4 * patchSize * positions))));
  const turned = transposed(backend, filter, 1, patchSize, outChannels);
  const patches = backend.makeOutput([examplesAtATime * positions, patchSize], 'float32');
  const filterMatrix = asMatrix(backend, turned, outChannels, patchSize);
  for (let example = 0; example < batchSize; example += examplesAtATime) {
    const count = Math.min(examplesAtATime, batchSize - example);
    const rows = count * positions;
    withWindow(backend, dy, example * positions * outChannels, rows, outChannels, (left) =>
      withWindow(backend, patches, 0, rows, patchSize, (target) => multiply(left, filterMatrix, target)),
    );
    addPatches(floats(backend, patches), floats(backend, out), conv, example, count);
  }
  backend.disposeData(patches.dataId);
  backend.disposeData(turned.dataId);
  return out;
}

function addPatches(patches: Float32Array, image: Float32Array, conv: ConvInfo, firstExample: number, count: number) {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = conv;
  let from = 0;
  for (let example = firstExample; example < firstExample + count; example++) {
    for (let row = 0; row < outHeight; row++) {
      const top = row * conv.strideHeight - conv.padInfo.top;
      for (let column = 0; column < outWidth; column++) {
        const left = column * conv.strideWidth - conv.padInfo.left;
        const firstX = Math.max(0, -left);
        const endX = Math.min(filterWidth, inWidth - left);
        for (let filterY = 0; filterY < filterHeight; filterY++, from += filterWidth * inChannels) {
          const y = top + filterY;
          if (y < 0 || y >= inHeight) continue;
          // Taps of one filter row are neighbours in the image too: one run of memory.
          const to = ((example * inHeight + y) * inWidth + left) * inChannels;
          const end = endX * inChannels;
          for (let i = firstX * inChannels; i < end; i++) image[to + i] = image[to + i]! + patches[from + i]!;
        }
      }
    }
  }
}
