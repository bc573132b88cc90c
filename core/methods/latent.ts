import type { Tensor } from '../backend/tf.ts';
import * as tf from '../backend/tf.ts';
import { choice, integer } from '../spec/fields.ts';
import type { LatentSpace, NoiseDeclaration, Signals } from './game.ts';

type Prior = LatentSpace['prior'];

/** The options of a method whose generator starts from a random vector. */
export const latentOptions = (defaults: { readonly dimension: number; readonly prior: Prior }) => ({
  latentDimension: integer({
    label: 'Latent dimension',
    help: 'Numbers in the random vector that becomes one sample.',
    default: defaults.dimension,
    min: 1,
    max: 512,
  }),
  latentPrior: choice<Prior>({
    label: 'Latent prior',
    help: 'The distribution of that random vector.',
    default: defaults.prior,
    choices: {
      normal: { label: 'Normal', help: 'Standard normal in each dimension.' },
      uniform: { label: 'Uniform', help: 'Uniform between -1 and 1 in each dimension.' },
    },
  }),
});

interface LatentChoice {
  readonly latentDimension: number;
  readonly latentPrior: Prior;
}

/** The latent space of those options. */
export const latentSpaceOf = ({ latentDimension, latentPrior }: LatentChoice): LatentSpace => ({
  dimension: latentDimension,
  prior: latentPrior,
});

/** The noise `z` from which `latentsOf` makes latents. */
export const latentNoise = ({ latentDimension, latentPrior }: LatentChoice): NoiseDeclaration => ({
  kind: latentPrior,
  shape: [latentDimension],
});

/** Latents of an update, `[batch, dimension]`: the noise `z`, spread over [-1, 1) where the prior is uniform. */
export const latentsOf =
  ({ latentPrior }: LatentChoice) =>
  (s: Signals): Tensor =>
    latentPrior === 'uniform' ? tf.sub(tf.mul(s.noise('z'), 2), 1) : s.noise('z');
