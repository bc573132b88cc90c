import * as tf from '../../tf.ts';
import type { Lowering, Lowerings } from '../lowering.ts';

type Shape4 = [number, number, number, number];
type Attributes = Readonly<Record<string, unknown>>;

interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The numbers of a pooling of images of that shape, and the shape of its result. */
function poolingOf(shape: readonly number[], attributes: Attributes) {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as PoolAttributes;
  const info = tf.backend_util.computePool2DInfo(shape as Shape4, filterSize, strides, 1, pad, dimRoundingMode);
  const { batchSize: batch, inHeight, inWidth, inChannels: channels, outHeight, outWidth, outShape } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const { top: padTop, left: padLeft } = info.padInfo;
  const sizes = { batch, inHeight, inWidth, channels, outHeight, outWidth };
  return { outShape, params: { ...sizes, filterHeight, filterWidth, strideHeight, strideWidth, padTop, padLeft } };
}

/** The numbers of a resizing between images of those shapes. */
function resizingOf(from: readonly number[], to: readonly number[], bilinear: boolean, attributes: Attributes) {
  const [batch, inHeight, inWidth, channels] = from as Shape4;
  const [, outHeight, outWidth] = to as Shape4;
  const corners = attributes['alignCorners'] === true ? 1 : 0;
  return { batch, inHeight, inWidth, channels, outHeight, outWidth, bilinear: bilinear ? 1 : 0, alignCorners: corners };
}

const resize =
  (bilinear: boolean): Lowering =>
  (emitter, { images: x }, attributes) => {
    if (x!.dtype !== 'float32' || attributes['halfPixelCenters'] === true) return undefined;
    const [batch, , , channels] = x!.shape as Shape4;
    const shape = [batch, ...(attributes['size'] as [number, number]), channels];
    const out = emitter.output(shape, 'float32');
    const params = resizingOf(x!.shape, shape, bilinear, attributes);
    if (tf.util.sizeFromShape(shape) > 0) emitter.emit({ op: 'resize', params, writes: [out], reads: [x!] });
    return out;
  };

const resizeGrad =
  (bilinear: boolean): Lowering =>
  (emitter, { images, dy }, attributes) => {
    const out = emitter.output(images!.shape, 'float32');
    const params = resizingOf(images!.shape, dy!.shape, bilinear, attributes);
    if (tf.util.sizeFromShape(out.shape) > 0) emitter.emit({ op: 'resizeGrad', params, writes: [out], reads: [dy!] });
    return out;
  };

/** Kernels on images, NHWC. */
export const images: Lowerings = {
  [tf.AvgPool]: (emitter, { x }, attributes) => {
    if (x!.dtype !== 'float32') return undefined;
    const { params, outShape } = poolingOf(x!.shape, attributes);
    const out = emitter.output(outShape, 'float32');
    if (tf.util.sizeFromShape(outShape) > 0) emitter.emit({ op: 'avgPool', params, writes: [out], reads: [x!] });
    return out;
  },
  [tf.AvgPoolGrad]: (emitter, { dy, input }, attributes) => {
    const { params } = poolingOf(input!.shape, attributes);
    const out = emitter.output(input!.shape, 'float32');
    if (tf.util.sizeFromShape(out.shape) > 0) emitter.emit({ op: 'avgPoolGrad', params, writes: [out], reads: [dy!] });
    return out;
  },
  [tf.ResizeBilinear]: resize(true),
  [tf.ResizeNearestNeighbor]: resize(false),
  [tf.ResizeBilinearGrad]: resizeGrad(true),
  [tf.ResizeNearestNeighborGrad]: resizeGrad(false),
};
