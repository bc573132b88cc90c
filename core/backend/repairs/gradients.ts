import * as tf from '../tf.ts';

type Saved = tf.Tensor[];
type Attributes = Readonly<Record<string, unknown>>;
type Gradient = Readonly<Record<string, () => tf.Tensor>>;

function register(
  kernelName: string,
  inputsToSave: string[],
  gradient: (dy: tf.Tensor, saved: Saved, attributes: Attributes) => Gradient,
): void {
  // Registering over an existing gradient would warn on the console.
  if (tf.getGradient(kernelName) !== undefined) tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    inputsToSave,
    gradFunc: (dy, saved, attributes) => gradient(dy as tf.Tensor, saved, attributes),
  });
}

/** Sums a gradient over the axes along which `shape` was broadcast. */
function unbroadcast(gradient: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
  const summed = axes.length > 0 ? tf.sum(gradient, axes) : gradient;
  return tf.reshape(summed, shape);
}

type ConvAttributes = {
  strides: [number, number] | number;
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dataFormat: 'NHWC' | 'NCHW';
  dimRoundingMode?: 'floor' | 'round' | 'ceil';
};

/** The transposed convolution: the gradient of conv2d in its input. */
function conv2dInputGradient(
  inputShape: number[],
  dy: tf.Tensor,
  filter: tf.Tensor,
  attributes: ConvAttributes,
): tf.Tensor {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  return tf.engine().runKernel<tf.Tensor>(tf.Conv2DBackpropInput, { dy, filter }, {
    strides,
    pad,
    dataFormat,
    dimRoundingMode,
    inputShape,
  } as unknown as tf.NamedAttrMap);
}

function conv2d(x: tf.Tensor, filter: tf.Tensor, attributes: ConvAttributes): tf.Tensor {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  return tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad, dataFormat, 1, dimRoundingMode);
}

/** Gradients that tfjs lacks, so that what they belong to can be differentiated twice. */
function registerMissing(): void {
  register(tf.EluGrad, ['dy', 'y'], (ddx, [dy, y]) => ({
    dy: () => tf.engine().runKernel<tf.Tensor>(tf.EluGrad, { dy: ddx, y: y! }),
    // d/dy of dy * (y + 1) where y < 0, of dy elsewhere.
    y: () => tf.where(tf.less(y!, 0), tf.mul(ddx, dy!), tf.zerosLike(y!)),
  }));
  register(tf.AvgPoolGrad, ['input'], (ddx, [input], attributes) => {
    const { filterSize, strides, pad } = attributes as unknown as PoolAttributes;
    return {
      dy: () => {
        const pooled = tf.avgPool(ddx as tf.Tensor4D, filterSize, strides, pad);
        return tf.div(pooled, borderScale(input!.shape, attributes as unknown as PoolAttributes));
      },
      input: () => tf.zerosLike(input!),
    };
  });
  register(tf.ResizeBilinearGrad, ['images', 'dy'], (ddx, [images, dy], attributes) => ({
    dy: () => tf.image.resizeBilinear(ddx as tf.Tensor4D, spatial(dy!), attributes['alignCorners'] === true),
    images: () => tf.zerosLike(images!),
  }));
  register(tf.ResizeNearestNeighborGrad, ['images', 'dy'], (ddx, [images, dy], attributes) => ({
    dy: () => tf.image.resizeNearestNeighbor(ddx as tf.Tensor4D, spatial(dy!), attributes['alignCorners'] === true),
    images: () => tf.zerosLike(images!),
  }));
  register(tf.Conv2DBackpropFilter, ['x', 'dy'], (ddw, [x, dy], attributes) => {
    const conv = attributes as unknown as ConvAttributes;
    return {
      x: () => conv2dInputGradient(x!.shape, dy!, ddw, conv),
      dy: () => conv2d(x!, ddw, conv),
    };
  });
}

function spatial(images: tf.Tensor): [number, number] {
  return [images.shape[1]!, images.shape[2]!];
}

interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
}

/**
 * Window size over the number of pixels that the window really covers, `[1, outHeight, outWidth, 1]`: more than one
 * where a window reaches over the border.
 */
function borderScale(inputShape: number[], { filterSize, strides, pad }: PoolAttributes): tf.Tensor {
  const info = tf.backend_util.computePool2DInfo(
    inputShape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
  );
  const covered = (outputs: number, inputs: number, size: number, stride: number, before: number) =>
    Array.from({ length: outputs }, (_, output) => {
      const start = output * stride - before;
      return Math.min(inputs, start + size) - Math.max(0, start);
    });
  const { filterHeight, filterWidth, outHeight, outWidth, padInfo } = info;
  const rows = covered(outHeight, info.inHeight, filterHeight, info.strideHeight, padInfo.top);
  const columns = covered(outWidth, info.inWidth, filterWidth, info.strideWidth, padInfo.left);
  const scales = rows.flatMap((row) => columns.map((column) => (filterHeight * filterWidth) / (row * column)));
  return tf.tensor(scales, [1, outHeight, outWidth, 1]);
}

/** Gradients that tfjs has, but wrong or careless. */
function replaceFaulty(): void {
  // The forward pass divides by the pixels a window covers, stock's backward pass by the size of the window.
  register(tf.AvgPool, ['x'], (dy, [x], attributes) => ({
    x: () => {
      const pool = attributes as unknown as PoolAttributes;
      const scaled = pool.pad === 'valid' ? dy : tf.mul(dy, borderScale(x!.shape, pool));
      const { filterSize, strides, pad } = pool;
      return tf.engine().runKernel<tf.Tensor>(
        tf.AvgPoolGrad,
        { dy: scaled, input: x! },
        {
          filterSize,
          strides,
          pad,
        },
      );
    },
  }));
  // Stock forgets to sum over broadcast axes.
  register(tf.Maximum, ['a', 'b'], (dy, [a, b]) => extremum(dy, a!, b!, tf.greaterEqual(a!, b!)));
  register(tf.Minimum, ['a', 'b'], (dy, [a, b]) => extremum(dy, a!, b!, tf.lessEqual(a!, b!)));
  register(tf.SquaredDifference, ['a', 'b'], (dy, [a, b]) => {
    const slope = () => tf.mul(dy, tf.mul(tf.sub(a!, b!), 2));
    return { a: () => unbroadcast(slope(), a!.shape), b: () => unbroadcast(tf.neg(slope()), b!.shape) };
  });
  // Stock multiplies by the mask, so that a non-finite gradient of the branch not taken becomes NaN.
  register(tf.Select, ['condition'], (dy, [condition]) => ({
    t: () => tf.where(condition!, dy, tf.zerosLike(dy)),
    e: () => tf.where(condition!, tf.zerosLike(dy), dy),
  }));
  // Stock raises to the power of 1.5, which is slow and has no gradient of its own worth the name.
  register(tf.Rsqrt, ['x'], (dy, [x]) => ({
    x: () => {
      const y = tf.rsqrt(x!);
      return tf.mul(dy, tf.mul(tf.mul(tf.square(y), y), -0.5));
    },
  }));
  // Stock compares, multiplies and selects: ten times slower on WASM than a step of height 1 above `alpha`.
  register(tf.LeakyRelu, ['x'], (dy, [x], { alpha }) => ({ x: () => tf.mul(dy, tf.step(x!, alpha as number)) }));
  // Stock ignores half-pixel centres in the backward pass.
  const resize = (kernelName: string, gradientKernel: string) => {
    register(kernelName, ['images'], (dy, [images], attributes) => {
      if (attributes['halfPixelCenters'] === true) {
        throw new Error(`${kernelName} has no gradient with half-pixel centres; use corner-based resizing.`);
      }
      const attrs = { alignCorners: attributes['alignCorners'] === true };
      return { images: () => tf.engine().runKernel<tf.Tensor>(gradientKernel, { dy, images: images! }, attrs) };
    });
  };
  resize(tf.ResizeBilinear, tf.ResizeBilinearGrad);
  resize(tf.ResizeNearestNeighbor, tf.ResizeNearestNeighborGrad);
}

function extremum(dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor, takesA: tf.Tensor): Gradient {
  const zeros = () => tf.zerosLike(dy);
  return {
    a: () => unbroadcast(tf.where(takesA, dy, zeros()), a.shape),
    b: () => unbroadcast(tf.where(takesA, zeros(), dy), b.shape),
  };
}

/** Registers the gradients that tfjs lacks or has wrong; they serve every backend. */
export function repairGradients(): void {
  registerMissing();
  replaceFaulty();
}
