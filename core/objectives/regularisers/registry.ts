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

/** A regulariser's card, with the options that switch it on. */
export interface RegulariserCard extends CardText {
  readonly shown: {
    /** The method that shows it. */
    readonly method: 'gan' | 'ebgan';
    readonly options: Values;
  };
}

const inGan = (card: CardText, options: Values): RegulariserCard => ({ ...card, shown: { method: 'gan', options } });

/** Every regulariser of a discriminator, in the order in which cards are listed. */
export const regularisers: readonly RegulariserCard[] = [
  inGan(weightClipCard, { loss: 'wasserstein', weightClip: 0.1, r1: 0 }),
  inGan(gradientPenaltyCard, { loss: 'wasserstein', gradientPenalty: 0.1, r1: 0 }),
  inGan(spectralNormCard, { loss: 'hinge', spectralNorm: true, r1: 0 }),
  inGan(r1Card, { r1: 0.1 }),
  inGan(r2Card, { r1: 0, r2: 0.1 }),
  inGan(rothCard, { r1: 0, roth: 0.1 }),
  inGan(instanceNoiseCard, {
    r1: 0,
    instanceNoise: { schedule: 'linear', from: 0.5, to: 0, start: 0, end: 3000 },
  }),
  inGan(labelSmoothingCard, { r1: 0, labelSmoothing: 0.1 }),
  inGan(packingCard, { r1: 0, pack: 2 }),
  { ...repellingCard, shown: { method: 'ebgan', options: { repelling: 0.1 } } },
];
