import * as tf from '../tf.ts';

type Shape4 = readonly [number, number, number, number];

/** For each output index the input it reads: `weight` of `low`, the rest of `high`. */
interface Taps {
  readonly low: number;
  readonly high: number;
  readonly weight: number;
}

/** tfjs's resize without half-pixel centres. */
function tapsOf(inputs: number, outputs: number, alignCorners: boolean, nearest: boolean): Taps[] {
  const aligned = alignCorners && outputs > 1 ? 1 : 0;
  const ratio = (inputs - aligned) / (outputs - aligned);
  return Array.from({ length: outputs }, (_, output) => {
    const position = ratio * output;
    if (nearest) {
      const low = Math.min(inputs - 1, alignCorners ? Math.round(position) : Math.floor(position));
      return { low, high: low, weight: 1 };
    }
    const low = Math.floor(position);
    return { low, high: Math.min(inputs - 1, Math.ceil(position)), weight: 1 - (position - low) };
  });
}

/** Adds every output's gradient to the inputs it was made of. `dx` starts as zeros; shapes are NHWC. */
function scatter(dy: Float32Array, dyShape: Shape4, dx: Float32Array, dxShape: Shape4, rows: Taps[], columns: Taps[]) {
  const [batch, outHeight, outWidth, channels] = dyShape;
  const [, inHeight, inWidth] = dxShape;
  let from = 0;
  for (let example = 0; example < batch; example++) {
    for (let y = 0; y < outHeight; y++) {
      const row = rows[y]!;
      const top = (example * inHeight + row.low) * inWidth;
      const bottom = (example * inHeight + row.high) * inWidth;
      for (let x = 0; x < outWidth; x++) {
        const column = columns[x]!;
        for (let channel = 0; channel < channels; channel++, from++) {
          const upper = dy[from]! * row.weight;
          const lower = dy[from]! - upper;
          const left = column.low * channels + channel;
          const right = column.high * channels + channel;
          dx[top * channels + left]! += upper * column.weight;
          dx[top * channels + right]! += upper * (1 - column.weight);
          dx[bottom * channels + left]! += lower * column.weight;
          dx[bottom * channels + right]! += lower * (1 - column.weight);
        }
      }
    }
  }
}

function shapeOf({ shape: [batch = 1, height = 1, width = 1, channels = 1] }: tf.TensorInfo): Shape4 {
  return [batch, height, width, channels];
}

/** What is used of tfjs's cpu backend. */
interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}

/**
 * Replaces the cpu backend's kernels of the gradients of resizeBilinear and resizeNearestNeighbor, which are wrong in
 * tfjs for images that are not square (height and width are taken for each other).
 */
export function repairResizeGradients(): void {
  for (const kernelName of [tf.ResizeBilinearGrad, tf.ResizeNearestNeighborGrad]) {
    const nearest = kernelName === tf.ResizeNearestNeighborGrad;
    if (tf.getKernel(kernelName, 'cpu') !== undefined) tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel({
      kernelName,
      backendName: 'cpu',
      kernelFunc: ({ inputs, attrs, backend }) => {
        const { images, dy } = inputs as unknown as { images: tf.TensorInfo; dy: tf.TensorInfo };
        const cpu = backend as CpuBackend;
        const dx = new Float32Array(tf.util.sizeFromShape(images.shape));
        const [dyShape, dxShape] = [shapeOf(dy), shapeOf(images)];
        const taps = (axis: 1 | 2) => tapsOf(dxShape[axis], dyShape[axis], attrs?.['alignCorners'] === true, nearest);
        scatter(cpu.data.get(dy.dataId).values, dyShape, dx, dxShape, taps(1), taps(2));
        return cpu.makeTensorInfo(images.shape, 'float32', dx);
      },
    });
  }
}
