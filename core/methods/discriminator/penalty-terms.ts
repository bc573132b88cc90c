import type { Scalar, Tensor } from '../../backend/tf.ts';
import * as tf from '../../backend/tf.ts';
import { gradientPenalty, interpolate } from '../../objectives/regularisers/gradient-penalty.ts';
import { labelSmoothing } from '../../objectives/regularisers/label-smoothing.ts';
import { rothPenalty } from '../../objectives/regularisers/roth.ts';
import type { Critic } from '../../objectives/regularisers/critic.ts';
import { squaredGradientNorm } from '../../objectives/regularisers/zero-centred.ts';
import { isOff } from '../../training/schedule.ts';
import type { Signals } from '../game.ts';
import type { DiscriminatorOptions } from './options.ts';

/** What a discriminator judges in one update, as it sees it: noisy and packed. */
export interface Judgement {
  /** `[groups, ...shape]`. */
  readonly real: Tensor;
  readonly fake: Tensor;
  /** `[groups, 1]`. */
  readonly realLogits: Tensor;
  readonly fakeLogits: Tensor;
  /** Judges other inputs of the same shape. */
  readonly critic: Critic;
}

interface Term {
  readonly name: string;
  readonly on: (options: DiscriminatorOptions) => boolean;
  readonly value: (options: DiscriminatorOptions, s: Signals, judged: Judgement) => Scalar;
}

const weighted = (weight: Scalar, value: Scalar): Scalar => tf.mul(weight, value);
const half = (weight: Scalar, value: Scalar): Scalar => tf.mul(tf.mul(weight, 0.5), value);

const terms: readonly Term[] = [
  {
    name: 'gradientPenalty',
    on: ({ gradientPenalty: weight }) => !isOff(weight),
    value: ({ gradientPenaltyTarget, gradientPenaltySides }, s, { real, fake, critic }) => {
      // One draw an example, of which a group needs only one.
      const epsilon = tf.slice(s.noise('mix'), [0], [real.shape[0]]);
      const between = interpolate(real, fake, epsilon);
      const penalty = gradientPenalty(critic, between, gradientPenaltyTarget, gradientPenaltySides);
      return weighted(s.weight('gradientPenalty'), penalty);
    },
  },
  {
    name: 'r1',
    on: ({ r1 }) => !isOff(r1),
    value: (_, s, { real, critic }) => half(s.weight('r1'), squaredGradientNorm(critic, real)),
  },
  {
    name: 'r2',
    on: ({ r2 }) => !isOff(r2),
    value: (_, s, { fake, critic }) => half(s.weight('r2'), squaredGradientNorm(critic, fake)),
  },
  {
    name: 'roth',
    on: ({ roth }) => !isOff(roth),
    value: (_, s, { real, fake, realLogits, fakeLogits, critic }) =>
      half(s.weight('roth'), rothPenalty(critic, { x: real, logits: realLogits }, { x: fake, logits: fakeLogits })),
  },
  {
    name: 'labelSmoothing',
    on: ({ labelSmoothing: share }) => share > 0,
    value: ({ labelSmoothing: share }, _, { realLogits }) => labelSmoothing(realLogits, share),
  },
];

/** The terms that the options switch on, each weighted: what is added to the discriminator's loss, by name. */
export const penaltyTerms = (
  options: DiscriminatorOptions,
  s: Signals,
  judged: Judgement,
): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(
    terms.filter(({ on }) => on(options)).map(({ name, value }) => [name, value(options, s, judged)] as const),
  );
