import type { Dataset } from '../data/dataset.ts';
import type { Network, Variables } from '../networks/network.ts';
import type { Fields, ValuesOf } from '../spec/fields.ts';
import type { MethodCard, Objection } from '../spec/catalogue.ts';
import type { RunSpec } from '../spec/run-spec.ts';
import type { Scalar, Tensor } from '../backend/tf.ts';

/** A method: its card, and the game it makes of a spec. One file in this folder declares one method. */
export interface Method<O extends Fields = Fields> extends MethodCard<O> {
  /** Combinations of settings that make no sense for this method. */
  objections(spec: MethodSpec<O>, data: DataShape): readonly Objection[];
  build(spec: MethodSpec<O>, data: DataShape): Game;
}

/** A validated spec whose options have the method's own types. */
export type MethodSpec<O extends Fields> = Omit<RunSpec, 'options'> & { readonly options: ValuesOf<O> };

/** What a method may know of the data: shape and meaning, never the examples. */
export type DataShape = Pick<Dataset, 'shape' | 'classes'>;

/** Random numbers that an update needs, one draw per example. */
export interface NoiseDeclaration {
  readonly kind: 'normal' | 'uniform';
  /** Shape of one example's draw, e.g. `[64]`; uniform draws lie in [0, 1). */
  readonly shape: readonly number[];
}

/**
 * What a loss can ask for. Signals are lazy, computed at most once an update, and computed anew once
 * parameters have moved.
 */
export interface Signals {
  /** The real batch, `[batch, ...shape]`; images in [0, 1]. */
  readonly real: Tensor;
  /** Class of each real example, `[batch]` int32. @throws Error when the dataset is unlabelled. */
  readonly labels: Tensor;
  readonly vars: Variables;
  /** A draw that the game declared, `[batch, ...shape]`. */
  noise(name: string): Tensor;
  /** A signal that the game declared. */
  get(name: string): Tensor;
  /** Applies one of the game's networks with the parameters of this update. */
  apply(network: string, x: Tensor): Tensor;
  /** The present value of a scheduled option. */
  weight(option: string): Scalar;
}

/** A player's loss: the scalar it descends and the named parts worth a curve. */
export interface Loss {
  readonly total: Scalar;
  readonly parts: Readonly<Record<string, Scalar>>;
}

export interface Player {
  readonly name: string;
  /** Names of the networks whose parameters it alone moves. */
  readonly owns: readonly string[];
  /** A critic makes several moves for each move of the others, where the dynamics says so. */
  readonly critic: boolean;
  loss(signals: Signals): Loss;
  /** Applied to each owned parameter after a move, e.g. weight clipping. */
  readonly project?: (parameter: Tensor) => Tensor;
}

export interface Game {
  readonly networks: readonly Network[];
  /** In the order in which they move. */
  readonly players: readonly Player[];
  readonly noise: Readonly<Record<string, NoiseDeclaration>>;
  readonly signals: Readonly<Record<string, (signals: Signals) => Tensor>>;
  readonly abilities: Abilities;
}

export interface LatentSpace {
  readonly dimension: number;
  /** uniform is U(-1, 1). */
  readonly prior: 'normal' | 'uniform';
}

/** Per-example parts of the evidence lower bound in nats, each `[batch]`. */
export interface ElboParts {
  readonly negativeLogLikelihood: Tensor;
  readonly kl: Tensor;
}

/** A diagonal Gaussian over latents for each example, both `[batch, dimension]`. */
export interface GaussianPosterior {
  readonly mean: Tensor;
  readonly logVariance: Tensor;
}

/**
 * What a game can do once trained. Evaluation and the screens ask for abilities, never for a method's name.
 * `vars` selects live or averaged parameters; data-space tensors are `[batch, ...shape]`, images in [0, 1].
 */
export interface Abilities {
  readonly latent?: LatentSpace;
  /** Latents `[batch, dimension]` to data. */
  readonly sample?: (vars: Variables, z: Tensor) => Tensor;
  /** Posterior means, `[batch, dimension]`. */
  readonly encode?: (vars: Variables, x: Tensor) => Tensor;
  /** Latents `[batch, dimension]` to the mean of p(x | z). */
  readonly decode?: (vars: Variables, z: Tensor) => Tensor;
  readonly reconstruct?: (vars: Variables, x: Tensor) => Tensor;
  /** q(z | x). */
  readonly posterior?: (vars: Variables, x: Tensor) => GaussianPosterior;
  /** `epsilon` `[batch, dimension]` is the standard normal draw of the reparameterisation. */
  readonly elbo?: (vars: Variables, x: Tensor, epsilon: Tensor) => ElboParts;
  /** The family of p(x | z). A Bernoulli likelihood is one of black-and-white images: it is measured on binarised ones. */
  readonly likelihood?: 'bernoulli' | 'gaussian';
  /**
   * log p(x, z) - log q(z | x) in nats, `[batch]`, at the draw z of the posterior that `epsilon` `[batch, dimension]`
   * gives. A posterior that is known already saves its encoding.
   */
  readonly logWeight?: (vars: Variables, x: Tensor, epsilon: Tensor, posterior?: GaussianPosterior) => Tensor;
  /** Where `decode` is affine in z and p(x | z) = N(decode(z), std^2 I), so that p(x) is known exactly. */
  readonly linearGaussian?: { readonly std: number };
  /** Latents and class numbers, `[batch]` int32, to samples of those classes. */
  readonly sampleClass?: (vars: Variables, z: Tensor, labels: Tensor) => Tensor;
  /** Logits of the classes, for a method that has seen labels, `[batch, classes]`. */
  readonly classify?: (vars: Variables, x: Tensor) => Tensor;
  /** Logits of clusters that were found without labels, `[batch, clusters]`. */
  readonly cluster?: (vars: Variables, x: Tensor) => Tensor;
  /** Higher for what fits the training data less, `[batch]`. */
  readonly anomalyScore?: (vars: Variables, x: Tensor) => Tensor;
  /** Discriminator logit or critic value, `[batch]`. */
  readonly critic?: (vars: Variables, x: Tensor) => Tensor;
  /** The generator's per-example loss as a function of a sample, `[batch]`; its negative gradient is where samples are pushed. */
  readonly sampleLoss?: (vars: Variables, x: Tensor) => Tensor;
}
