import type { CardText } from '../../spec/catalogue.ts';
import type { Values } from '../../spec/fields.ts';
import { gradientPenaltyCard } from './gradient-penalty.ts';
import { instanceNoiseCard } from './instance-noise.ts';
import { labelSmoothingCard } from './label-smoothing.ts';
import { packingCard } from './packing.ts';
import { repellingCard } from './repelling.ts';
import { rothCard } from './roth.ts';
import { spectralNormCard } from './spectral-norm.ts';
import { weightClipCard } from './weight-clip.ts';
import { r1Card, r2Card } from './zero-centred.ts';

/** A regulariser's card, with what shows it at work. */
export interface RegulariserCard extends CardText {
  readonly shown: {
    /** The preset to start from. */
    readonly base: string;
    readonly options: Values;
  };
}

const onRing = (card: CardText, options: Values): RegulariserCard => ({
  ...card,
  shown: { base: 'gan-ring', options: { r1: 0, ...options } },
});

/** Every regulariser of a discriminator, in the order in which cards are listed. */
export const regularisers: readonly RegulariserCard[] = [
  { ...weightClipCard, shown: { base: 'wgan-clip-ring', options: {} } },
  { ...gradientPenaltyCard, shown: { base: 'wgan-gp-grid', options: {} } },
  { ...spectralNormCard, shown: { base: 'spectral-norm-ring', options: {} } },
  onRing(r1Card, { r1: 0.1 }),
  onRing(r2Card, { r2: 0.1 }),
  onRing(rothCard, { roth: 0.1 }),
  onRing(instanceNoiseCard, { instanceNoise: { schedule: 'linear', from: 0.5, to: 0, start: 0, end: 3000 } }),
  onRing(labelSmoothingCard, { labelSmoothing: 0.1 }),
  onRing(packingCard, { pack: 2 }),
  { ...repellingCard, shown: { base: 'ebgan-ring', options: {} } },
];
