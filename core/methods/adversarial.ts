import { densityRatioLoss } from '../objectives/adversarial/density-ratio.ts';
import type { AdversarialLoss } from '../objectives/adversarial/loss.ts';
import { adversarialLosses } from '../objectives/adversarial/registry.ts';
import type { PlayerCard } from '../spec/catalogue.ts';
import { choice, labelsOf, number } from '../spec/fields.ts';
import type { ValuesOf } from '../spec/fields.ts';

/** The options of a game that can be played about any adversarial loss. */
export const adversarialOptions = {
  loss: choice({
    label: 'Adversarial loss',
    help: 'What the two players disagree about. It decides which gradient the generator gets from a good discriminator.',
    default: 'non-saturating',
    choices: labelsOf(adversarialLosses),
  }),
  ratioMixture: number({
    label: 'Share of data in the ratio',
    help: 'Compares the data with this share of itself mixed into the samples, which keeps the density ratio bounded. 0 is the plain ratio.',
    default: 0,
    min: 0,
    max: 0.99,
    when: { field: 'loss', in: ['density-ratio'] },
  }),
};

/** The loss that those options choose. */
export const adversarialLossOf = ({ loss, ratioMixture }: ValuesOf<typeof adversarialOptions>): AdversarialLoss =>
  loss === 'density-ratio' ? densityRatioLoss(ratioMixture) : adversarialLosses[loss];

/** The two players as DCGAN trains them (Radford, Metz, Chintala 2016, section 4). */
export const adversarialPlayers: Readonly<Record<'discriminator' | 'generator', PlayerCard>> = {
  discriminator: {
    label: 'Discriminator',
    optimiser: { kind: 'adam', learningRate: 2e-4, beta1: 0.5, beta2: 0.999 },
  },
  generator: { label: 'Generator', optimiser: { kind: 'adam', learningRate: 2e-4, beta1: 0.5, beta2: 0.999 } },
};
