import type { Tensor } from '../../backend/tf.ts';
import type { ParameterDeclaration, Variables } from '../network.ts';

/**
 * One step of a network: a pure function over named parameters. It holds no tensor, and its declarations are
 * relative (`kernel`); whoever places it gives the prefix that makes them full names (`generator/dense0`).
 */
export interface Layer {
  /** Names the layer inside a network, e.g. `dense`; a number follows it. */
  readonly kind: string;
  readonly parameters: readonly ParameterDeclaration[];
  readonly buffers: readonly ParameterDeclaration[];
  /** Reads `<prefix>/<tensor>` of its declarations; axis 0 of `x` is the batch. */
  apply(vars: Variables, prefix: string, x: Tensor): Tensor;
}

/** A layer without parameters: a function of the tensor alone. */
export const plainLayer = (kind: string, apply: (x: Tensor) => Tensor): Layer => ({
  kind,
  parameters: [],
  buffers: [],
  apply: (_vars, _prefix, x) => apply(x),
});
