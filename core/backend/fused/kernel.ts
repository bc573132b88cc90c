import * as tf from '../tf.ts';
import type { FusedName } from './names.ts';

export type Attributes = Readonly<Record<string, unknown>>;

/** Whether the current backend has a kernel of that name; if not, its caller composes the result of tfjs's operations. */
export function hasKernel(name: FusedName): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel of the current backend; its inputs are a list, or named where it has a gradient. */
export function runKernel(
  name: FusedName,
  inputs: readonly tf.Tensor[] | Readonly<Record<string, tf.Tensor>>,
  attributes: Attributes,
): tf.Tensor[] {
  // tfjs passes lists through, as it does for concat, but its types know only names.
  return tf.engine().runKernel<tf.Tensor[]>(name, inputs as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
}

/** A tensor of the cpu backend. */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}

/** Registers what a kernel is on the `cpu` backend: plain loops, the reference for every other backend. */
export function registerReference(
  kernelName: FusedName,
  compute: (inputs: readonly HostTensor[], attributes: Attributes) => readonly HostTensor[],
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { data, makeTensorInfo } = backend as unknown as CpuBackend;
      const make = makeTensorInfo.bind(backend);
      const tensors = Object.values(inputs as unknown as Record<string, tf.TensorInfo>).map(({ dataId, shape }) => ({
        shape,
        values: data.get(dataId).values,
      }));
      return compute(tensors, attrs ?? {}).map(({ shape, values }) => make([...shape], 'float32', values));
    },
  });
}
