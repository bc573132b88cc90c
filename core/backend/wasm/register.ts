import { registerResizeGradients } from '../resize-gradients.ts';
import * as tf from '../tf.ts';
import { filterGradient, inputGradient } from './conv-gradients.ts';
import { clip } from './elementwise.ts';
import { floats } from './heap.ts';
import type { WasmBackend } from './heap.ts';
import { createMatMulKernel, createMultiply } from './matmul.ts';
import type { Multiply } from './matmul.ts';
import { unsortedSegmentSum } from './segment-sum.ts';

type Inputs = Readonly<Record<string, tf.TensorInfo>>;
type Kernel<Attributes> = (inputs: Inputs, attributes: Attributes, backend: WasmBackend) => tf.TensorInfo;

interface ConvAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** One for each instance of the backend: a lost one is replaced by another, with its own heap. */
const multipliers = new WeakMap<WasmBackend, Multiply>();

function multiplyOf(backend: WasmBackend): Multiply {
  const known = multipliers.get(backend);
  if (known !== undefined) return known;
  const made = createMultiply(backend);
  multipliers.set(backend, made);
  return made;
}

/**
 * Registers the kernels that training needs and tfjs's WASM backend lacks, or has wrong or slow. The backend must
 * have been initialised, or its own kernels would be set up anew.
 */
export function registerWasmKernels(): void {
  register<{ transposeA: boolean; transposeB: boolean }>(
    tf.BatchMatMul,
    ({ a, b }, { transposeA, transposeB }, backend) =>
      createMatMulKernel(multiplyOf(backend))(backend, a!, b!, transposeA, transposeB),
  );
  register<ConvAttributes & { filterShape: [number, number, number, number] }>(
    tf.Conv2DBackpropFilter,
    ({ x, dy }, attributes, backend) => {
      const info = convInfo(x!.shape, attributes.filterShape, attributes);
      return filterGradient(backend, multiplyOf(backend), x!, dy!, info);
    },
  );
  register<ConvAttributes & { inputShape: [number, number, number, number] }>(
    tf.Conv2DBackpropInput,
    ({ dy, filter }, attributes, backend) => {
      const info = convInfo(attributes.inputShape, filter!.shape, attributes);
      return inputGradient(backend, multiplyOf(backend), dy!, filter!, info);
    },
  );
  register<{ numSegments: number }>(tf.UnsortedSegmentSum, ({ x, segmentIds }, { numSegments }, backend) =>
    unsortedSegmentSum(backend, x!, segmentIds!, numSegments),
  );
  register<{ clipValueMin: number; clipValueMax: number }>(
    tf.ClipByValue,
    ({ x }, { clipValueMin, clipValueMax }, backend) => clip(backend, x!, clipValueMin, clipValueMax),
  );
  registerResizeGradients<WasmBackend>({
    backendName: 'wasm',
    single: true,
    open: (backend, dy, shape) => {
      const out = backend.makeOutput(shape, 'float32');
      return { dy: floats(backend, dy), dx: floats(backend, out).fill(0), out: () => out };
    },
  });
}

function register<Attributes>(kernelName: string, kernel: Kernel<Attributes>): void {
  // Registering over an existing kernel would warn on the console.
  if (tf.getKernel(kernelName, 'wasm') !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) =>
      kernel(inputs as Inputs, attrs as unknown as Attributes, backend as unknown as WasmBackend),
  });
}

function convInfo(inputShape: readonly number[], filterShape: readonly number[], attributes: ConvAttributes) {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  if (dataFormat !== 'NHWC') throw new Error(`Convolutions on WASM take NHWC images, not ${dataFormat}.`);
  return tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    'channelsLast',
  );
}
