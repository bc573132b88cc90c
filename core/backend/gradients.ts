import * as tf from './tf.ts';
import { installRepairs } from './repairs/install.ts';

export type NamedTensors = Readonly<Record<string, tf.Tensor>>;

export interface ValueAndGradients<Extra extends NamedTensors> {
  readonly total: tf.Scalar;
  /** What `f` returned beside its value; copies that the caller owns. */
  readonly extra: Extra;
  /** One for each tensor asked for, of its shape; zeros where the value does not depend on it. */
  readonly gradients: Record<string, tf.Tensor>;
}

/**
 * A scalar and its gradients in exactly the tensors named. Everything made on the way is disposed of; what is
 * returned belongs to the caller's tidy scope. Calls nest: an inner gradient is itself differentiable.
 */
export function valueAndGradients<Extra extends NamedTensors>(
  f: () => { total: tf.Scalar; extra: Extra },
  wrt: NamedTensors,
): ValueAndGradients<Extra> {
  const names = Object.keys(wrt);
  const tensors = names.map((name) => wrt[name]!);
  return tf.tidy(() => {
    const kept: Record<string, tf.Tensor> = {};
    const forward = () => {
      const { total, extra } = f();
      // The engine's scope ends with the forward pass and would dispose of everything but the total.
      for (const [name, tensor] of Object.entries(extra)) kept[name] = tf.keep(tf.clone(tensor));
      return total;
    };
    try {
      const { value, grads } = differentiate(forward, tensors);
      const extra: Record<string, tf.Tensor> = {};
      for (const [name, tensor] of Object.entries(kept)) extra[name] = tf.clone(tensor);
      const gradients: Record<string, tf.Tensor> = {};
      names.forEach((name, index) => (gradients[name] = grads[index]!));
      return { total: value as tf.Scalar, extra: extra as Extra, gradients };
    } finally {
      for (const tensor of Object.values(kept)) tensor.dispose();
    }
  });
}

/**
 * The gradient of sum(f(x)) in x, of x's shape; zeros where f ignores x. For an `f` that treats the examples of a
 * batch apart it holds each example's own gradient. Inside `valueAndGradients` it is differentiable itself. What else f
 * uses counts as constant, even where it was computed of x.
 */
export function gradientOf(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    // A tensor of its own: weights that were moved by what they made of x lead back to x, but not to this.
    const at = tf.clone(x);
    return differentiate(() => f(at), [at]).grads[0]!;
  });
}

/** The same values, as a constant: the result is not recorded, so no gradient flows back through it. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  const { state } = tf.engine() as unknown as EngineState;
  // The engine records nothing inside a kernel.
  state.kernelDepth++;
  try {
    return tf.clone(x);
  } finally {
    state.kernelDepth--;
  }
}

/** Parts of the engine that are private in its typings, as of the pinned version. */
interface EngineState {
  readonly state: {
    readonly gradientDepth: number;
    kernelDepth: number;
    activeTape: { readonly saved: readonly tf.Tensor[] }[] | null;
  };
}

function differentiate(f: () => tf.Tensor, xs: tf.Tensor[]): { value: tf.Tensor; grads: tf.Tensor[] } {
  installRepairs();
  const engine = tf.engine();
  if (xs.length === 0) return { value: tf.tidy(f), grads: [] };
  try {
    // Without an incoming gradient the engine uses ones: the gradient of the sum.
    const { value, grads } = engine.gradients(f, xs, undefined, true);
    return { value, grads: xs.map((x, index) => grads[index] ?? tf.zerosLike(x)) };
  } catch (error) {
    // The engine forgets a tape that failed, with the tensors it kept for the backward pass.
    const { state } = engine as unknown as EngineState;
    if (state.gradientDepth === 0 && state.activeTape !== null) {
      for (const node of state.activeTape) for (const tensor of node.saved) tensor.dispose();
      state.activeTape = null;
    }
    throw error;
  }
}
