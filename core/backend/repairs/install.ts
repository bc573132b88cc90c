import { registerResizeGradients } from '../resize-gradients.ts';
import type * as tf from '../tf.ts';
import { repairGradients } from './gradients.ts';
import { repairTape } from './tape.ts';

let installed = false;

/** Makes tfjs's gradients right to second order, on every backend. Later calls do nothing. */
export function installRepairs(): void {
  if (installed) return;
  installed = true;
  repairTape();
  repairGradients();
  repairCpu();
}

/** What the reference backend has wrong itself. */
function repairCpu(): void {
  interface CpuBackend {
    readonly data: { get(dataId: object): { readonly values: Float32Array } };
    makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
  }
  registerResizeGradients<CpuBackend>({
    backendName: 'cpu',
    single: false,
    open: (backend, dy, shape) => {
      const dx = new Float32Array(shape.reduce((product, size) => product * size, 1));
      return { dy: backend.data.get(dy.dataId).values, dx, out: () => backend.makeTensorInfo(shape, 'float32', dx) };
    },
  });
}
