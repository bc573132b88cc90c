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
    const { filterSize, strides, pad } = attributes as {
      filterSize: [number, number];
      strides: [number, number];
      pad: 'valid' | 'same' | number;
    };
    return {
      dy: () => tf.avgPool(ddx as tf.Tensor4D, filterSize, strides, pad),
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

/** Gradients that tfjs has, but wrong or careless. */
function replaceFaulty(): void {
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
