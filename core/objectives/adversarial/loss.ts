import * as tf from '../../backend/tf.ts';
import type { Scalar, Tensor } from '../../backend/tf.ts';
import type { CardText } from '../../spec/catalogue.ts';
import { meanOverBatch } from '../reductions.ts';

/**
 * What the two players of an adversarial game minimise, over the discriminator's outputs d on real and on generated
 * examples: logits or critic values, `[batch]` or `[batch, 1]`, with no nonlinearity applied. Both losses are means
 * over the batch. In formulas sigma is the logistic function, d the linear output.
 */
export interface AdversarialLoss extends CardText {
  readonly discriminator: (real: Tensor, fake: Tensor) => Scalar;
  readonly generator: (fake: Tensor, real: Tensor) => Scalar;
  /** The generator's loss of each example, `[batch]`; absent where it needs real examples too. */
  readonly perSampleGenerator?: (fake: Tensor) => Tensor;
  /** Whether d is the logit of "this example is real", so that label smoothing makes sense. */
  readonly probabilistic: boolean;
  /** Whether the critic must be kept Lipschitz by a regulariser, or its loss has no minimum. */
  readonly needsLipschitz?: boolean;
}

type Declaration = Omit<AdversarialLoss, 'discriminator' | 'generator' | 'perSampleGenerator'> & {
  /** The discriminator's loss of a real example. This and the two below are elementwise. */
  readonly onReal: (real: Tensor) => Tensor;
  /** The discriminator's loss of a generated example. */
  readonly onFake: (fake: Tensor) => Tensor;
  readonly ofGenerator: (fake: Tensor) => Tensor;
};

/** A loss that sees one example at a time: the means of what it says of each. */
export const perExampleLoss = ({ onReal, onFake, ofGenerator, ...rest }: Declaration): AdversarialLoss => ({
  ...rest,
  discriminator: (real, fake) => tf.add(meanOverBatch(onReal(real)), meanOverBatch(onFake(fake))),
  generator: (fake) => meanOverBatch(ofGenerator(fake)),
  perSampleGenerator: (fake) => tf.reshape(ofGenerator(fake), [-1]),
});

/** -log sigma(d), which overflows for no d. */
export const minusLogSigmoid = (d: Tensor): Tensor => tf.softplus(tf.neg(d));
