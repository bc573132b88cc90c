import type { Scalar, Tensor } from '../../backend/tf.ts';
import * as tf from '../../backend/tf.ts';
import { buildNetwork } from '../../networks/architectures/registry.ts';
import type { Network, Variables } from '../../networks/network.ts';
import { spectralNorm } from '../../networks/spectral-norm.ts';
import type { AdversarialLoss } from '../../objectives/adversarial/loss.ts';
import { withNoise } from '../../objectives/regularisers/instance-noise.ts';
import { pack, packCopies, packedShape } from '../../objectives/regularisers/packing.ts';
import { clip } from '../../objectives/regularisers/weight-clip.ts';
import type { Chosen } from '../../spec/fields.ts';
import { isOff } from '../../training/schedule.ts';
import type { Game, Player, Signals } from '../game.ts';
import { beside, widened } from './condition.ts';
import type { DiscriminatorOptions } from './options.ts';
import { penaltyTerms } from './penalty-terms.ts';

export interface DiscriminatorRequest {
  readonly options: DiscriminatorOptions;
  /** The architecture that the spec chose. */
  readonly network: Chosen;
  /** Shape of one example that it judges. */
  readonly from: readonly number[];
  readonly loss: Pick<AdversarialLoss, 'discriminator'>;
  /** Values that it sees beside each example: the game's signal `condition`, `[batch, conditionWidth]`. None unless given. */
  readonly conditionWidth?: number;
}

/** A discriminator with its regularisers: the parts of a game that it brings along. */
export interface Discriminator {
  readonly network: Network;
  /** Moves the network down its loss. */
  readonly player: Player;
  readonly noise: Game['noise'];
  /**
   * `realLogits` and `fakeLogits`, `[groups, 1]`, of the game's signals `real` and `fake`, `[batch, ...from]`, where
   * a group is one example unless they are packed.
   */
  readonly signals: Game['signals'];
  /**
   * The output on examples judged one at a time, `[batch]`, each with its values of the condition where there is one. Under
   * packing each stands beside copies of itself.
   */
  readonly score: (vars: Variables, x: Tensor, condition?: Tensor) => Tensor;
}

/**
 * Makes the discriminator of a game that declares the signals `real` and `fake`. Its options, `discriminatorOptions`,
 * must be among the game's own under the same names.
 */
export function discriminatorOf({
  options,
  network: chosen,
  from,
  loss,
  conditionWidth = 0,
}: DiscriminatorRequest): Discriminator {
  const whole = packedShape(widened(from, conditionWidth), options.pack);
  const plain = buildNetwork(chosen, { name: 'discriminator', from: whole, to: [1] });
  const network = options.spectralNorm ? spectralNorm(plain) : plain;
  const noisy = !isOff(options.instanceNoise);
  const seen = (side: 'real' | 'fake') => (s: Signals) => {
    const x = s.get(side);
    return pack(noisy ? withNoise(x, s.noise(`${side}Noise`), s.weight('instanceNoise')) : x, options.pack);
  };
  /** The network as a function of examples alone, whose gradients penalties are about: the condition counts as given. */
  const judge = (s: Signals, x: Tensor): Tensor =>
    s.apply('discriminator', conditionWidth > 0 ? beside(x, s.get('seenCondition')) : x);
  return {
    network,
    noise: {
      ...(!isOff(options.gradientPenalty) && { mix: { kind: 'uniform', shape: [] } }),
      ...(noisy && { realNoise: { kind: 'normal', shape: from }, fakeNoise: { kind: 'normal', shape: from } }),
    },
    signals: {
      seenReal: seen('real'),
      seenFake: seen('fake'),
      ...(conditionWidth > 0 && { seenCondition: (s) => pack(s.get('condition'), options.pack) }),
      realLogits: (s) => judge(s, s.get('seenReal')),
      fakeLogits: (s) => judge(s, s.get('seenFake')),
    },
    player: {
      name: 'discriminator',
      owns: ['discriminator'],
      critic: true,
      loss(s) {
        const [realLogits, fakeLogits] = [s.get('realLogits'), s.get('fakeLogits')];
        const adversarial = loss.discriminator(realLogits, fakeLogits);
        const added = penaltyTerms(options, s, {
          real: s.get('seenReal'),
          fake: s.get('seenFake'),
          realLogits,
          fakeLogits,
          critic: (x) => judge(s, x),
        });
        return {
          total: Object.values(added).reduce<Scalar>((sum, value) => tf.add(sum, value), adversarial),
          parts: { adversarial, 'mean-real': tf.mean(realLogits), 'mean-fake': tf.mean(fakeLogits), ...added },
        };
      },
      ...(options.weightClip > 0 && { project: clip(options.weightClip) }),
    },
    score(vars, x, condition) {
      const copies = packCopies(x, options.pack);
      const seen = condition ? beside(copies, packCopies(condition, options.pack)) : copies;
      return tf.reshape(network.apply(vars, seen), [-1]);
    },
  };
}
