/**
 * The operations that a training step is made of: few, with everything that a kernel must know in numbers. Each has a
 * kernel in WebAssembly (`../wasm/assembly`) and one in WGSL (`../webgpu/program`); what tfjs calls a kernel is lowered to
 * these (`./lowerings`).
 *
 * Unless said otherwise tensors are float32, dense and row-major, sizes and strides count elements, flags are 0 or 1.
 */

/** A number of an operation: a whole one, or a single-precision one. */
export type ParameterType = 'int' | 'float';

/** Images in and out, with the same channels. */
const images = {
  batch: 'int',
  inHeight: 'int',
  inWidth: 'int',
  channels: 'int',
  outHeight: 'int',
  outWidth: 'int',
} as const;

/** How a window moves over an image. */
const window = {
  filterHeight: 'int',
  filterWidth: 'int',
  strideHeight: 'int',
  strideWidth: 'int',
  padTop: 'int',
  padLeft: 'int',
} as const;

const convolution = {
  batch: 'int',
  inHeight: 'int',
  inWidth: 'int',
  inChannels: 'int',
  outHeight: 'int',
  outWidth: 'int',
  outChannels: 'int',
  ...window,
  dilationHeight: 'int',
  dilationWidth: 'int',
} as const;

/** What a matrix product or convolution does to each result before it is stored: add a bias, then an activation. */
const epilogue = {
  /** Whether the last read is a bias, one number for each column (channel) of the result. */
  hasBias: 'int',
  /** See `Activation`. */
  activation: 'int',
  /** Slope of leakyRelu below zero. */
  alpha: 'float',
} as const;

const pooling = { ...images, ...window };

const resizing = {
  ...images,
  /** 1: bilinear, 0: nearest neighbour. */
  bilinear: 'int',
  alignCorners: 'int',
} as const;

const norm = {
  /** 0: batch norm, statistics of each column over all rows. 1: layer norm, statistics of each row over all columns. */
  layer: 'int',
  rows: 'int',
  columns: 'int',
  /** Length of scale and shift, which repeat along the columns (batch norm: equal to columns). */
  channels: 'int',
  epsilon: 'float',
} as const;

/** The numbers of each operation, in the order in which kernels find them. */
export const operations = {
  /**
   * `out[i] = activation(a[i] b[i] + bias)` for each of `batch` matrices. a is `[m, k]` (`[k, m]` when transposed), b
   * `[k, n]` (`[n, k]`), out `[m, n]`. strideA and strideB are from one matrix to the next, 0 to use one for all.
   * Reads a, b, bias?; writes out.
   */
  gemm: {
    batch: 'int',
    m: 'int',
    n: 'int',
    k: 'int',
    transposeA: 'int',
    transposeB: 'int',
    strideA: 'int',
    strideB: 'int',
    ...epilogue,
  },
  /** Cross-correlation of x (NHWC) with filter (HWIO), then the epilogue. Reads x, filter, bias?; writes out (NHWC). */
  conv: { ...convolution, ...epilogue },
  /**
   * Gradient of conv in its input, which is the transposed convolution; the epilogue's bias is one number for each
   * channel of the *input* of conv. Reads dy, filter, bias?; writes dx.
   */
  convInput: { ...convolution, ...epilogue },
  /** Gradient of conv in its filter. Reads x, dy; writes dfilter (HWIO). */
  convFilter: convolution,
  /** Elementwise arithmetic; see `Chain`. Reads one tensor for each of its loads, writes one for each of its stores. */
  chain: {},
  /** Over the middle axis of `[outer, length, inner]`; kind: see `Reduction`. Reads x; writes `[outer, inner]`. */
  reduce: { kind: 'int', outer: 'int', length: 'int', inner: 'int' },
  /** Index of the first largest (kind 0) or smallest (kind 1) along the middle axis. Reads x; writes int32 `[outer, inner]`. */
  argReduce: { kind: 'int', outer: 'int', length: 'int', inner: 'int' },
  /** Over each row; its logarithm where `log` is 1. Reads x `[rows, columns]`; writes the same shape. */
  softmax: { rows: 'int', columns: 'int', log: 'int' },
  /**
   * Strided copy: for every index (i0, ..., i5) within the sizes, `out[outStart + sum(i outStride)] = x[inStart + sum(i
   * inStride)]`. `fills` 1 first sets all `outSize` elements of out to `fill`. Elements are 4 bytes, or 1 where `bytes` is 1.
   * Transposes, slices, pads, broadcasts, tiles and reverses. Reads x; writes out, all of it.
   */
  copy: {
    bytes: 'int',
    fills: 'int',
    fill: 'float',
    outSize: 'int',
    inStart: 'int',
    outStart: 'int',
    size0: 'int',
    size1: 'int',
    size2: 'int',
    size3: 'int',
    size4: 'int',
    size5: 'int',
    inStride0: 'int',
    inStride1: 'int',
    inStride2: 'int',
    inStride3: 'int',
    inStride4: 'int',
    inStride5: 'int',
    outStride0: 'int',
    outStride1: 'int',
    outStride2: 'int',
    outStride3: 'int',
    outStride4: 'int',
    outStride5: 'int',
  },
  /** Joins `[outer, length i]` along the last axis; the lengths are the body. Reads one tensor for each; writes out. */
  concat: { outer: 'int', bytes: 'int' },
  /** Writes out: `size` times `value`. */
  fill: { size: 'int', value: 'float' },
  /** `out[o, i] = x[o, indices[i]]`, rows of `width`. Reads x `[outer, rows, width]`, int32 indices `[count]`; writes `[outer, count, width]`; NaN for an index outside. */
  gather: { outer: 'int', rows: 'int', width: 'int', count: 'int' },
  /** `out[s] = sum of x[i] where segments[i] = s`, in the order of i. Reads x `[count, width]`, int32 segments; writes `[segments, width]`. */
  scatterAdd: { segments: 'int', count: 'int', width: 'int' },
  /** `out[i, d] = on where indices[i] = d, else off`. Reads int32 indices `[count]`; writes `[count, depth]`. */
  oneHot: { count: 'int', depth: 'int', on: 'float', off: 'float' },
  /** Average over the part of each window that lies inside the image. Reads x (NHWC); writes out. */
  avgPool: pooling,
  /**
   * Gradient of avgPool but for the border: adds each dy over `filterHeight filterWidth` to the inputs of its window (as
   * tfjs has it; dy is scaled beforehand where a window reaches over the border). Reads dy; writes dx.
   */
  avgPoolGrad: pooling,
  /** Corner-based resizing as tfjs has it. Reads x (NHWC); writes out. */
  resize: resizing,
  /** Gradient of resize. Reads dy; writes dx. */
  resizeGrad: resizing,
  /**
   * `(x - mean) / sqrt(variance + epsilon) * scale + shift`, x `[rows, columns]`. The variance is the biased one.
   * Reads x, scale, shift; writes out, mean, variance (each `[columns]` for batch norm, `[rows]` for layer norm).
   */
  normForward: norm,
  /** Gradients of normForward. Reads dy, x, scale, mean, variance; writes dx, dscale `[channels]`, dshift `[channels]`. */
  normBackward: norm,
  /**
   * One move of all of a player's parameters; the body is their sizes. `rule`: see `UpdateRule`, which also says what
   * a, b and c are, how many slots there are and what the scalars hold. Reads scalars (the step's own numbers), then
   * parameter, gradient, slots of each; writes parameter, slots of each.
   */
  optimise: { rule: 'int', a: 'float', b: 'float', c: 'float' },
  /** `decay average + (1 - decay) parameter`, for many; the body is their sizes. Reads average, parameter of each; writes average of each. */
  average: { decay: 'float' },
  /** `sqrt(sum of squares)` over many, summed in double precision; the body is their sizes. Reads each; writes one number. */
  norm: {},
  /**
   * The stream (seed, name) of core/random at a step: elements 0 to size - 1 of `normal` (kind 1) or `uniform` (kind 0).
   * `seed` and `stream` (the name's hash) are uint32 in 32 bits. Reads int32 `[step low, step high]`; writes out.
   */
  philox: { kind: 'int', size: 'int', seed: 'int', stream: 'int' },
} as const satisfies Record<string, Readonly<Record<string, ParameterType>>>;

export type Operation = keyof typeof operations;

/** Values of the `activation` of an epilogue. Only what costs next to nothing is worth doing there. */
export const Activation = { none: 0, relu: 1, leakyRelu: 2 } as const;

/** Values of the `kind` of a reduction. NaN in, NaN out. */
export const Reduction = { sum: 0, mean: 1, max: 2, min: 3 } as const;

/** Values of the `rule` of `optimise`; g is the gradient, p the parameter. Scalars are what changes from step to step. */
export const UpdateRule = {
  /**
   * Slots m, v; a = beta1, b = beta2; scalars [step size, epsilon], both with the bias corrections in them:
   * `m = a m + (1 - a) g, v = b v + (1 - b) g^2, p -= step size m / (sqrt(v) + epsilon)`.
   */
  adam: 0,
  /** Slot v; a = decay, c = epsilon; scalars [learning rate]: `v = a v + (1 - a) g^2, p -= rate g / (sqrt(v) + c)`. */
  rmsprop: 1,
  /** Slots v, b; a = decay, b = momentum, c = epsilon: `b = momentum b + g / (sqrt(v) + c), p -= rate b`. */
  rmspropMomentum: 2,
  /** No slot; scalars [learning rate]: `p -= rate g`. */
  sgd: 3,
  /** Slot b; a = momentum: `b = a b + g, p -= rate b`. */
  momentum: 4,
  /** Slot b; a = momentum: `b = a b + g, p -= rate (g + a b)`. */
  nesterov: 5,
  /** Slot s, the gradient before; scalars [learning rate]: `p -= rate (2 g - s), s = g`. */
  optimistic: 6,
  /**
   * Slots m, v as adam's and s, the direction before; a = beta1, b = beta2; scalars [learning rate, correction, epsilon]:
   * `d = correction m / (sqrt(v) + epsilon), p -= rate (2 d - s), s = d`.
   */
  optimisticAdam: 7,
} as const;

/** Slots of each update rule, by its number. */
export const slotsOfRule: readonly number[] = [2, 1, 2, 0, 1, 1, 1, 3];

/** Scalars of each update rule, by its number. */
export const scalarsOfRule: readonly number[] = [2, 1, 1, 1, 1, 1, 1, 3];
