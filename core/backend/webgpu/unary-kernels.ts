import * as tf from '../tf.ts';

/** A compute shader as tfjs's WebGPU backend runs it. */
interface Program {
  readonly variableNames: string[];
  readonly size: true;
  readonly workgroupSize: [number, number, number];
  readonly outputShape: number[];
  readonly dispatchLayout: { x: number[] };
  readonly dispatch: [number, number, number];
  readonly shaderKey: string;
  getUserCode(): string;
}

interface WebGpuBackend {
  runWebGPUProgram(program: Program, inputs: tf.TensorInfo[], dtype: tf.DataType): tf.TensorInfo;
}

/** exp(a) - 1 without cancellation: its series where the subtraction would lose digits. */
const expMinusOne = `
  if (abs(a) < 0.1) { return a * (1.0 + a * (0.5 + a * (0.16666667 + a * (0.041666668 + a * 0.008333334)))); }
  return exp(a) - 1.0;`;

/**
 * Bodies of `fn f(a : f32) -> f32` for a that is not NaN. Stock's tanh and elu lose two digits near 0 on some
 * devices, and shaders may take log(0) for a finite number.
 */
const bodies: Readonly<Record<string, string>> = {
  [tf.Tanh]: `
    let m = abs(a);
    if (m < 0.25) {
      let s = a * a;
      return a * (1.0 + s * (-0.33333334 + s * (0.13333334 + s * (-0.053968254 + s * 0.021869488))));
    }
    if (m > 10.0) { return sign(a); }
    return sign(a) * (1.0 - 2.0 / (exp(2.0 * m) + 1.0));`,
  [tf.Sigmoid]: `return 1.0 / (1.0 + exp(-a));`,
  [tf.Exp]: `return exp(a);`,
  [tf.Expm1]: expMinusOne,
  [tf.Elu]: `if (a >= 0.0) { return a; } ${expMinusOne}`,
  [tf.Log]: `
    if (a < 0.0) { return uniforms.NAN; }
    if (a == 0.0) { return -uniforms.INFINITY; }
    return log(a);`,
  [tf.Softplus]: `
    let t = exp(-abs(a));
    let tail = select(log(1.0 + t), t * (1.0 - t * (0.5 - t * 0.33333334)), t < 0.01);
    return max(a, 0.0) + tail;`,
};

const invocations = 128;

function program(name: string, body: string, shape: number[]): Program {
  const size = shape.reduce((product, length) => product * length, 1);
  return {
    variableNames: ['A'],
    size: true,
    workgroupSize: [invocations, 1, 1],
    outputShape: shape,
    dispatchLayout: { x: shape.map((_, axis) => axis) },
    dispatch: [Math.ceil(size / invocations), 1, 1],
    shaderKey: `exact_${name}`,
    getUserCode: () => `
      fn f(a : f32) -> f32 {
        ${body}
      }
      fn main(index : i32) {
        if (index < uniforms.size) {
          let a = getAByOutputIndex(index);
          if (isnan(a)) { setOutputAtIndex(index, a); } else { setOutputAtIndex(index, f(a)); }
        }
      }`,
  };
}

/**
 * Replaces the elementwise functions of the WebGPU backend that hide NaN (its sigmoid of NaN is 0, so that a diverged
 * run looks sound) or are inaccurate.
 */
export function registerWebGpuKernels(): void {
  for (const [kernelName, body] of Object.entries(bodies)) {
    if (tf.getKernel(kernelName, 'webgpu') !== undefined) tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({
      kernelName,
      backendName: 'webgpu',
      kernelFunc: ({ inputs, backend }) => {
        const x = inputs['x'] as tf.TensorInfo;
        return (backend as WebGpuBackend).runWebGPUProgram(program(kernelName, body, x.shape), [x], 'float32');
      },
    });
  }
}
