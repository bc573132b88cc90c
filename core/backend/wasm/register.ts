import { registerResizeGradients } from '../resize-gradients.ts';
import * as tf from '../tf.ts';
import { floats } from './heap.ts';
import type { WasmBackend } from './heap.ts';
import { unsortedSegmentSum } from './segment-sum.ts';

type Inputs = Readonly<Record<string, tf.TensorInfo>>;
type Kernel<Attributes> = (inputs: Inputs, attributes: Attributes, backend: WasmBackend) => tf.TensorInfo;

/**
 * Registers the kernels that training needs and tfjs's WASM backend lacks, or has wrong or slow. The backend must
 * have been initialised, or its own kernels would be set up anew.
 */
export function registerWasmKernels(): void {
  register<{ numSegments: number }>(tf.UnsortedSegmentSum, ({ x, segmentIds }, { numSegments }, backend) =>
    unsortedSegmentSum(backend, x!, segmentIds!, numSegments),
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
