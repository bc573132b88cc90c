import { choice, flag, integer, number, scheduled } from '../../spec/fields.ts';
import type { ValuesOf } from '../../spec/fields.ts';
import type { PenaltySides } from '../../objectives/regularisers/gradient-penalty.ts';

const group = 'Regularisers of the discriminator';

/** What any discriminator can be given beside its loss. A method spreads these into its own options. */
export const discriminatorOptions = {
  pack: integer({
    group,
    label: 'Examples judged together',
    help: 'The discriminator sees this many examples as one (PacGAN), so that too little variety gives samples away. The batch must divide by it.',
    default: 1,
    min: 1,
    max: 8,
  }),
  weightClip: number({
    group,
    label: 'Weight clip',
    help: 'Keeps every discriminator weight within this bound after each move (WGAN). 0 turns it off.',
    default: 0,
    min: 0,
    max: 10,
  }),
  spectralNorm: flag({
    group,
    label: 'Spectral norm',
    help: 'Divides each layer’s weights by their largest stretch, so that the discriminator’s slope stays below 1.',
    default: false,
  }),
  gradientPenalty: scheduled({
    group,
    label: 'Gradient penalty',
    help: 'Pulls the length of the discriminator’s gradient to a target between real and generated samples (WGAN-GP). 0 turns it off.',
    default: 0,
    min: 0,
    max: 1000,
  }),
  gradientPenaltySides: choice<PenaltySides>({
    group,
    label: 'Sides of the gradient penalty',
    help: 'Whether gradients shorter than the target are pulled too.',
    default: 'two-sided',
    choices: {
      'two-sided': { label: 'Two-sided', help: 'Pulls every gradient to the target. The usual choice.' },
      'one-sided': { label: 'One-sided', help: 'Only shortens gradients that are longer than the target.' },
    },
  }),
  gradientPenaltyTarget: number({
    group,
    label: 'Target of the gradient penalty',
    help: 'The length that it pulls gradients to: 1 for a Wasserstein critic.',
    default: 1,
    min: 0,
    max: 100,
  }),
  r1: scheduled({
    group,
    label: 'R1 penalty',
    help: 'Half this weight times the squared length of the discriminator’s gradient at real samples. 0 turns it off.',
    default: 0,
    min: 0,
    max: 1000,
  }),
  r2: scheduled({
    group,
    label: 'R2 penalty',
    help: 'Like R1, at generated samples. 0 turns it off.',
    default: 0,
    min: 0,
    max: 1000,
  }),
  roth: scheduled({
    group,
    label: 'Roth’s penalty',
    help: 'What noise on the discriminator’s inputs would do, without the noise: damps its slope where it is unsure or wrong. 0 turns it off.',
    default: 0,
    min: 0,
    max: 1000,
  }),
  instanceNoise: scheduled({
    group,
    label: 'Instance noise',
    help: 'Standard deviation of noise added to everything the discriminator sees, in data units. A schedule down to 0 sharpens it in time.',
    default: 0,
    min: 0,
    max: 10,
  }),
  labelSmoothing: number({
    group,
    label: 'Label smoothing',
    help: 'The discriminator is asked for 1 minus this share, instead of certainty, on real data. 0 turns it off; 0.1 is usual.',
    default: 0,
    min: 0,
    max: 0.5,
  }),
};

export type DiscriminatorOptions = ValuesOf<typeof discriminatorOptions>;

/** Penalties that need the discriminator's gradient at single examples. */
export const penaltyNames = ['gradientPenalty', 'r1', 'r2', 'roth'] as const;
