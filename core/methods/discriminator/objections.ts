import type { AdversarialLoss } from '../../objectives/adversarial/loss.ts';
import type { Objection } from '../../spec/catalogue.ts';
import type { Chosen } from '../../spec/fields.ts';
import { isOff } from '../../training/schedule.ts';
import { discriminatorOptions, penaltyNames } from './options.ts';
import type { DiscriminatorOptions } from './options.ts';

interface Judging {
  readonly options: DiscriminatorOptions;
  readonly networks: Readonly<Record<string, Chosen>>;
  readonly batch: number;
}

/** A combination that makes no sense: what says so, the setting to change, and why. */
interface Rule {
  readonly broken: boolean;
  readonly path: string;
  readonly message: string;
}

/**
 * Combinations of a discriminator's options with each other, with its loss and with its network that make no sense.
 * @param role The network of the spec that is the discriminator.
 */
export function discriminatorObjections(
  { options, networks, batch }: Judging,
  loss: Pick<AdversarialLoss, 'label' | 'probabilistic' | 'needsLipschitz'>,
  role = 'discriminator',
): readonly Objection[] {
  const on = penaltyNames.filter((name) => !isOff(options[name]));
  const named = on.map((name) => discriminatorOptions[name].label).join(', ');
  const norm = networks[role]?.['norm'];
  const penalised = on.length > 0;
  const clipped = options.weightClip > 0;
  const packed = batch / options.pack;
  const rules: readonly Rule[] = [
    {
      broken: penalised && norm === 'batch',
      path: `networks.${role}.norm`,
      message: `batch norm mixes the examples of a batch, so ${named} would not see the gradient of one example: use layer norm or none`,
    },
    {
      broken: options.spectralNorm && norm !== undefined && norm !== 'none',
      path: `networks.${role}.norm`,
      message:
        'normalising the units rescales what spectral norm has bounded, so that nothing would be bounded: choose none',
    },
    {
      broken: norm === 'batch' && packed < 2,
      path: 'batch',
      message: 'batch norm needs at least two things to judge in a batch: make the batch larger',
    },
    {
      broken: clipped && !isOff(options.gradientPenalty),
      path: 'options.weightClip',
      message: 'weight clip and gradient penalty are two ways to the same constraint: turn one off',
    },
    {
      broken: clipped && options.spectralNorm,
      path: 'options.weightClip',
      message: 'spectral norm divides by the size of the weights, so clipping them changes nothing: turn one off',
    },
    {
      broken: options.labelSmoothing > 0 && !loss.probabilistic,
      path: 'options.labelSmoothing',
      message: `smooth labels are probabilities, which ${loss.label} does not ask of its discriminator: set it to 0, or choose a logistic loss`,
    },
    {
      broken: !isOff(options.roth) && !loss.probabilistic,
      path: 'options.roth',
      message: `Roth’s penalty is weighted by the discriminator’s probabilities, and ${loss.label} gives none: use R1, or choose a logistic loss`,
    },
    {
      broken: loss.needsLipschitz === true && !clipped && !options.spectralNorm && !penalised,
      path: 'options.loss',
      message: `${loss.label} without weight clip, spectral norm or a gradient penalty has a critic that grows without bound: turn one on`,
    },
    {
      broken: !Number.isInteger(packed),
      path: 'batch',
      message: `a batch of ${batch} does not divide into groups of ${options.pack} that are judged together: choose a multiple of ${options.pack}`,
    },
  ];
  return rules.filter(({ broken }) => broken).map(({ path, message }) => ({ path, message }));
}
