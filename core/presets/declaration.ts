import type { Preset } from '../spec/catalogue.ts';
import type { Chosen, Values } from '../spec/fields.ts';
import type { RunSpec } from '../spec/run-spec.ts';

/** A preset as what it changes of its method's defaults on a dataset. */
export interface PresetDeclaration extends Omit<Preset, 'spec' | 'theme'> {
  readonly method: string;
  readonly dataset: string;
  readonly changes: Partial<RunSpec>;
}

export const adam = (learningRate: number, beta1: number, beta2 = 0.999): Chosen => ({
  kind: 'adam',
  learningRate,
  beta1,
  beta2,
  epsilon: 1e-8,
});

export const rmsprop = (learningRate: number): Chosen => ({
  kind: 'rmsprop',
  learningRate,
  decay: 0.99,
  epsilon: 1e-8,
  momentum: 0,
});

/** The same optimiser for generator and discriminator. */
export const both = (optimiser: Chosen): RunSpec['optimisers'] => ({ generator: optimiser, discriminator: optimiser });

/** Dense layers; without normalisation unless it is among `others`. */
export const mlp = (width: number, depth: number, activation: string, others: Values = {}): Chosen => ({
  kind: 'mlp',
  width,
  depth,
  activation,
  norm: 'none',
  initialiser: 'pytorch',
  inputScale: 1,
  ...others,
});

export const alternating = (criticSteps: number): Chosen => ({ kind: 'alternating', criticSteps, generatorSteps: 1 });

/** Players and settings that find all modes of the ring. */
export const ringGame = {
  options: { loss: 'non-saturating', latentDimension: 2, r1: 0.1 },
  networks: { generator: mlp(96, 2, 'relu'), discriminator: mlp(96, 2, 'leakyRelu') },
  optimisers: both(adam(1e-3, 0.5)),
  batch: 128,
  ema: 0.995,
} satisfies Partial<RunSpec>;
