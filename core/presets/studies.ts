import type { StudyVariant } from '../spec/study-spec.ts';

/** A study as a file would hold it; the base may be a preset's id. */
export interface StudyDraft {
  readonly title: string;
  readonly base: unknown;
  readonly axes: readonly { readonly label: string; readonly variants: readonly StudyVariant[] }[];
  readonly seeds: readonly number[];
  readonly budget: { readonly kind: 'steps'; readonly steps: number };
  readonly evaluation: { readonly every: number; readonly samples: number; readonly metrics?: readonly string[] };
  readonly primary: string;
  readonly baseline: string;
}

/** Each objective with the dynamics that its paper trains it with; all else is shared. */
const objectives: readonly StudyVariant[] = [
  { label: 'minimax', set: { 'options.loss': 'minimax' } },
  { label: 'non-saturating', set: { 'options.loss': 'non-saturating' } },
  {
    label: 'Wasserstein, clipped',
    set: { 'options.loss': 'wasserstein', 'options.weightClip': '0.05', 'dynamics.criticSteps': '5' },
  },
  {
    label: 'WGAN-GP',
    set: { 'options.loss': 'wasserstein', 'options.gradientPenalty': '1', 'dynamics.criticSteps': '5' },
  },
  { label: 'least squares', set: { 'options.loss': 'least-squares' } },
  { label: 'hinge', set: { 'options.loss': 'hinge' } },
];

/** Studies to start from, by id. */
export const studyDrafts: Readonly<Record<string, StudyDraft>> = {
  'ring-objectives': {
    title: 'Objectives on the ring',
    base: {
      method: 'gan',
      data: { kind: 'ring' },
      options: { latentDimension: 2 },
      networks: {
        generator: { kind: 'mlp', width: 96 },
        discriminator: { kind: 'mlp', width: 96, activation: 'leakyRelu' },
      },
      optimisers: {
        generator: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 },
        discriminator: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 },
      },
      ema: 0.995,
    },
    axes: [{ label: 'Objective', variants: objectives }],
    seeds: [1, 2, 3, 4, 5],
    budget: { kind: 'steps', steps: 2000 },
    evaluation: { every: 250, samples: 2500 },
    primary: 'reverse-kl',
    baseline: 'non-saturating',
  },
  'mnist-objectives': {
    title: 'Objectives of a small DCGAN on MNIST',
    base: {
      method: 'gan',
      data: { kind: 'mnist' },
      networks: {
        generator: { kind: 'dcgan', channels: 8 },
        // A gradient penalty needs a discriminator that does not couple examples, so none here does.
        discriminator: { kind: 'dcgan', channels: 8, norm: 'none' },
      },
      optimisers: {
        generator: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 },
        discriminator: { kind: 'adam', learningRate: 1e-3, beta1: 0.5 },
      },
      batch: 32,
    },
    axes: [{ label: 'Objective', variants: objectives }],
    seeds: [1, 2, 3],
    budget: { kind: 'steps', steps: 100 },
    evaluation: { every: 0, samples: 2000 },
    primary: 'fid-lenet84',
    baseline: 'non-saturating',
  },
};
