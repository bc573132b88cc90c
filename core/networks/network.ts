import type { Tensor } from '../backend/tf.ts';

/** How a parameter starts; drawn from the stream (seed, `init/<parameter name>`, 0). */
export type Initialiser =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'uniform'; readonly limit: number };

export interface ParameterDeclaration {
  /** Path inside the network, e.g. `conv0/kernel`; a network prefixes its own name. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly initialiser: Initialiser;
}

/** The named tensors that a network reads while it is applied. */
export interface Variables {
  /** Training uses batch statistics, evaluation running ones. */
  readonly training: boolean;
  /** @throws Error when no tensor has that name. */
  get(name: string): Tensor;
  /** Proposes the next value of a buffer. Ignored unless the network's owner is the player that moves. */
  update(name: string, value: Tensor): void;
}

/**
 * A pure function over named parameters; it holds no tensor. Outputs are linear (logits, means): the method
 * that uses a network applies the last nonlinearity.
 */
export interface Network {
  readonly name: string;
  /** Trained by a player. Full names, e.g. `generator/dense0/kernel`. */
  readonly parameters: readonly ParameterDeclaration[];
  /** Kept beside the parameters and in checkpoints, but moved by no gradient, e.g. running means. */
  readonly buffers: readonly ParameterDeclaration[];
  apply(vars: Variables, x: Tensor): Tensor;
}
