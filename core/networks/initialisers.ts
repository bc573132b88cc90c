import { normal, uniform } from '../random/stream.ts';
import type { Initialiser, ParameterDeclaration } from './network.ts';

/** Number of inputs that one output sums, and of outputs that one input reaches. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** Chooses how a layer's kernel and bias start from its fans. */
export interface InitialiserRule {
  kernel(fans: Fans): Initialiser;
  bias(fans: Fans): Initialiser;
}

export const zeros: Initialiser = { kind: 'constant', value: 0 };
export const ones: Initialiser = { kind: 'constant', value: 1 };

/** Kernels N(0, 0.02^2), biases 0. Radford, Metz, Chintala 2016 (arXiv:1511.06434), section 4. */
export const dcganNormal: InitialiserRule = {
  kernel: () => ({ kind: 'normal', std: 0.02 }),
  bias: () => zeros,
};

/** Kernels U(-sqrt(6 / fanIn), sqrt(6 / fanIn)), which keeps the variance through ReLUs. He et al. 2015 (arXiv:1502.01852), eq. 10. */
export const heUniform: InitialiserRule = {
  kernel: ({ fanIn }) => ({ kind: 'uniform', limit: Math.sqrt(6 / fanIn) }),
  bias: () => zeros,
};

/** Kernels U(-l, l) with l = sqrt(6 / (fanIn + fanOut)). Glorot and Bengio 2010, eq. 16. */
export const glorotUniform: InitialiserRule = {
  kernel: ({ fanIn, fanOut }) => ({ kind: 'uniform', limit: Math.sqrt(6 / (fanIn + fanOut)) }),
  bias: () => zeros,
};

/** Kernels and biases U(-1 / sqrt(fanIn), 1 / sqrt(fanIn)): what PyTorch's Linear and Conv2d start from. */
export const pytorchUniform: InitialiserRule = {
  kernel: ({ fanIn }) => ({ kind: 'uniform', limit: 1 / Math.sqrt(fanIn) }),
  bias: ({ fanIn }) => ({ kind: 'uniform', limit: 1 / Math.sqrt(fanIn) }),
};

/**
 * First values of a parameter, in row-major order: the stream (seed, `init/<fullName>`, step 0), so that they
 * depend on no other parameter of the run.
 */
export function drawInitial(declaration: ParameterDeclaration, fullName: string, seed: number): Float32Array {
  const size = declaration.shape.reduce((product, extent) => product * extent, 1);
  const stream = `init/${fullName}`;
  const { initialiser } = declaration;
  switch (initialiser.kind) {
    case 'constant':
      return new Float32Array(size).fill(initialiser.value);
    case 'normal':
      return normal(seed, stream, 0, size).map((draw) => draw * initialiser.std);
    case 'uniform':
      return uniform(seed, stream, 0, size).map((draw) => (2 * draw - 1) * initialiser.limit);
  }
}
