import * as tf from '../../backend/tf.ts';
import type { Tensor } from '../../backend/tf.ts';
import type { AdversarialLoss } from './loss.ts';
import { perExampleLoss } from './loss.ts';

const halfSquaredDistance = (x: Tensor, target: number): Tensor => tf.mul(tf.square(tf.sub(x, target)), 0.5);

/** Targets of Mao et al. 2017: a for generated, b for real, c what the generator wants the discriminator to say. */
interface Coding {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Mao et al. 2017, eq. 2. */
const withCoding = (
  text: Pick<AdversarialLoss, 'id' | 'label' | 'help' | 'fails'>,
  { a, b, c }: Coding,
): AdversarialLoss =>
  perExampleLoss({
    ...text,
    formula:
      String.raw`\min_D\; \tfrac12\mathbb{E}_{x}(d(x)-b)^2 + \tfrac12\mathbb{E}_{z}(d(G(z))-a)^2,\quad ` +
      String.raw`\min_G\; \tfrac12\mathbb{E}_{z}(d(G(z))-c)^2,\quad (a,b,c)=(${a},${b},${c})`,
    paper: {
      title: 'Least Squares Generative Adversarial Networks',
      authors: 'Mao, Li, Xie, Lau, Wang, Smolley',
      year: 2017,
      reference: 'arXiv:1611.04076',
    },
    source: 'core/objectives/adversarial/least-squares.ts',
    probabilistic: false,
    onReal: (real) => halfSquaredDistance(real, b),
    onFake: (fake) => halfSquaredDistance(fake, a),
    ofGenerator: (fake) => halfSquaredDistance(fake, c),
  });

/** The 0-1 coding. */
export const leastSquares = withCoding(
  {
    id: 'least-squares',
    label: 'Least squares',
    help: 'The discriminator regresses 1 on data and 0 on samples, the generator aims at 1. Gradients stay where the discriminator is sure.',
    fails:
      'A sample far from the data gets a force that grows with the discriminator’s error, so that an unregularised discriminator can throw samples about.',
  },
  { a: 0, b: 1, c: 1 },
);

/** The coding at whose best discriminator the generator minimises the Pearson divergence of p + q from 2q. */
export const leastSquaresPearson = withCoding(
  {
    id: 'least-squares-pearson',
    label: 'Least squares (Pearson)',
    help: 'Targets 1 on data and -1 on samples, the generator aims at 0: at the best discriminator this is the Pearson chi-squared divergence.',
    fails:
      'The generator is content where the discriminator says 0, and a weak discriminator says that of almost anything.',
  },
  { a: -1, b: 1, c: 0 },
);
