import type { Catalogue } from './catalogue.ts';
import { choice, flag, integer, number, scheduled } from './fields.ts';

const learningRate = scheduled({
  label: 'Learning rate',
  help: '',
  default: 1e-3,
  min: 1e-8,
  max: 10,
  scale: 'log',
});
const paper = { title: 'A paper', authors: 'An author', year: 2014, reference: 'arXiv:1406.2661' };

/** A small catalogue for tests of this folder: two methods, points and images, each kind of field. */
export const smallCatalogue: Catalogue = {
  methods: [
    {
      id: 'gan',
      title: 'GAN',
      summary: '',
      fails: '',
      paper,
      formula: '',
      options: {
        loss: choice({
          label: 'Loss',
          help: '',
          default: 'non-saturating',
          choices: {
            minimax: { label: 'Minimax', help: '' },
            'non-saturating': { label: 'Non-saturating', help: '' },
          },
        }),
        latentDimension: integer({ label: 'Latent dimension', help: '', default: 64, min: 1, max: 512 }),
        weightClip: number({ label: 'Weight clip', help: '', default: 0, min: 0, max: 10 }),
        gradientPenalty: scheduled({ label: 'Gradient penalty', help: '', default: 0, min: 0, max: 1000 }),
        oneSided: flag({ label: 'One-sided', help: '', default: false }),
      },
      roles: {
        generator: { label: 'Generator', help: '', architectures: ['dcgan-generator', 'mlp'] },
        discriminator: { label: 'Discriminator', help: '', architectures: ['dcgan-discriminator', 'mlp'] },
      },
      players: {
        discriminator: { label: 'Discriminator', optimiser: { kind: 'adam', learningRate: 2e-4, beta1: 0.5 } },
        generator: { label: 'Generator', optimiser: { kind: 'adam', learningRate: 2e-4, beta1: 0.5 } },
      },
    },
    {
      id: 'image-vae',
      title: 'Image VAE',
      summary: '',
      fails: '',
      paper,
      formula: '',
      options: { beta: scheduled({ label: 'Beta', help: '', default: 1, min: 0, max: 100 }) },
      roles: { encoder: { label: 'Encoder', help: '', architectures: ['dcgan-discriminator'] } },
      players: { autoencoder: { label: 'Autoencoder', optimiser: { kind: 'sgd' } } },
    },
  ],
  datasets: [
    {
      id: 'ring',
      title: 'Ring',
      summary: '',
      fields: { radius: number({ label: 'Radius', help: '', default: 2, min: 0.1, max: 10 }) },
      shape: [2],
      classes: 8,
      bytes: 0,
      licence: '',
      source: '',
    },
    {
      id: 'digits',
      title: 'Digits',
      summary: '',
      fields: {},
      shape: [28, 28, 1],
      classes: 10,
      turned: 'A mirrored digit is no digit.',
      bytes: 1000,
      licence: '',
      source: '',
    },
  ],
  augmentations: [
    {
      id: 'flip',
      label: 'Flip',
      help: '',
      fields: { probability: number({ label: 'Probability', help: '', default: 0.5, min: 0, max: 1 }) },
      dataRanks: [3],
      pairs: true,
      turns: { field: 'probability', above: 0 },
      source: '',
    },
    {
      id: 'noise',
      label: 'Noise',
      help: '',
      fields: { sigma: number({ label: 'Deviation', help: '', default: 0.1, min: 0, max: 1 }) },
      dataRanks: [1, 3],
      pairs: false,
      source: '',
    },
  ],
  architectures: [
    {
      id: 'mlp',
      label: 'MLP',
      help: '',
      fields: { hidden: integer({ label: 'Hidden units', help: '', default: 128, min: 1, max: 1024 }) },
      dataRanks: [1, 3],
    },
    {
      id: 'dcgan-generator',
      label: 'DCGAN generator',
      help: '',
      fields: { width: integer({ label: 'Width', help: '', default: 64, min: 8, max: 256 }) },
      dataRanks: [3],
    },
    {
      id: 'dcgan-discriminator',
      label: 'DCGAN discriminator',
      help: '',
      fields: { width: integer({ label: 'Width', help: '', default: 64, min: 8, max: 256 }) },
      dataRanks: [3],
    },
  ],
  optimisers: {
    adam: {
      label: 'Adam',
      help: '',
      fields: { learningRate, beta1: number({ label: 'Beta 1', help: '', default: 0.9, min: 0, max: 0.99999 }) },
    },
    sgd: { label: 'SGD', help: '', fields: { learningRate } },
  },
  dynamics: {
    alternating: {
      label: 'Alternating',
      help: '',
      fields: { criticMoves: integer({ label: 'Critic moves', help: '', default: 1, min: 1, max: 100 }) },
    },
    simultaneous: { label: 'Simultaneous', help: '', fields: {} },
  },
  presets: [],
  objectives: [],
};
