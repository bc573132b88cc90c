import * as tf from '../../core/backend/tf.ts';
import type { Scalar, Tensor } from '../../core/backend/tf.ts';
import { adversarialLosses } from '../../core/objectives/adversarial/registry.ts';
import { fDivergences } from '../../core/theory/f-divergences.ts';
import type { FDivergenceId } from '../../core/theory/f-divergences.ts';
import { sigmoid } from '../../core/theory/jet.ts';
import {
  bestDiscriminator,
  bestLeastSquares,
  bestOutput,
  energyValue,
  jensenShannon,
  lineDivergence,
} from '../../core/theory/line-divergences.ts';
import type { LineFunction } from '../../core/theory/line-divergences.ts';
import { densityAt, nodesFor } from '../../core/theory/line-density.ts';
import type { LineDensity } from '../../core/theory/line-density.ts';
import { impliedProbability, logitLosses } from '../../core/theory/logit-losses.ts';
import { integrate } from '../../core/theory/quadrature.ts';

/** A discriminator that is trained on two known densities, with what theory says that it becomes. */
export interface DiscriminatorCase {
  readonly label: string;
  /** What the optimum is, for the table: `V(D*,G) = -log 4 + 2 JSD`. */
  readonly claim: string;
  /** What the discriminator descends, of its linear outputs on data and on samples. */
  loss(real: Tensor, fake: Tensor): Scalar;
  /** The published value of one example, data and samples apart, by the linear output. */
  onReal(output: number): number;
  onFake(output: number): number;
  bestValue(p: LineDensity, q: LineDensity): number;
  /** Whether D comes near D* everywhere that either is, not in value alone. */
  readonly reached?: boolean;
  /** Whether much of the value comes from where samples are and data hardly ever: a batch has no example of it. */
  readonly heavyTail?: boolean;
  /** D(x) as the paper has it, by the linear output. */
  readonly shown: (output: number) => number;
  readonly best: (p: LineDensity, q: LineDensity) => LineFunction;
  /** The chance that x is data which a linear output on it stands for: at the best output p / (p + q), whatever the objective. */
  readonly probability?: (output: number) => number;
}

const minimax: DiscriminatorCase = {
  label: 'minimax',
  claim: 'V(D*,G) = -log 4 + 2 JSD',
  loss: adversarialLosses.minimax.discriminator,
  onReal: (d) => -logitLosses.minimax.real(d).value,
  onFake: (d) => -logitLosses.minimax.fake(d).value,
  bestValue: (p, q) => -Math.log(4) + 2 * jensenShannon(p, q),
  reached: true,
  shown: sigmoid,
  best: bestDiscriminator,
  probability: sigmoid,
};

/** Codings a for samples and b for data. */
function leastSquares(id: 'least-squares' | 'least-squares-pearson', a: number, b: number): DiscriminatorCase {
  const { real, fake } = logitLosses[id];
  return {
    label: `least squares ${a}, ${b}`,
    claim: 'loss of D* = (b p + a q) / (p + q)',
    loss: adversarialLosses[id].discriminator,
    onReal: (d) => real(d).value,
    onFake: (d) => fake(d).value,
    // With D* put in, p (D - b)^2 / 2 + q (D - a)^2 / 2 is (b - a)^2 / 2 times p q / (p + q).
    bestValue: (p, q) =>
      ((b - a) ** 2 / 2) *
      integrate(
        (x) => {
          const [atP, atQ] = [densityAt(p, x), densityAt(q, x)];
          return atP + atQ === 0 ? 0 : (atP * atQ) / (atP + atQ);
        },
        nodesFor([p, q]),
      ),
    reached: true,
    shown: (d) => d,
    best: (p, q) => bestLeastSquares(p, q, a, b),
    probability: (d) => impliedProbability({ real, fake }, d),
  };
}

/** EBGAN's margin. */
const margin = 1;

const energyOf = (output: Tensor): Tensor => tf.softplus(output);
const energyAt = (output: number): number => logitLosses.minimax.fake(output).value;

/** The energy is the softplus of the linear output, so that it is at least 0. */
const energy: DiscriminatorCase = {
  label: 'EBGAN, m = 1',
  claim: 'V = m times the overlap',
  loss: (real, fake) =>
    tf.add(tf.mean<Scalar>(energyOf(real)), tf.mean<Scalar>(tf.relu(tf.sub(margin, energyOf(fake))))),
  onReal: energyAt,
  onFake: (d) => Math.max(0, margin - energyAt(d)),
  bestValue: (p, q) => energyValue(p, q, margin),
  best: (p, q) => {
    const isData = bestDiscriminator(p, q);
    return (x) => (isData(x) >= 0.5 ? 0 : margin);
  },
  shown: energyAt,
};

function variational(id: FDivergenceId): DiscriminatorCase {
  const loss = `f-${id}` as const;
  const { real, fake } = logitLosses[loss];
  const { activation, label } = fDivergences[id];
  return {
    label: `f-GAN ${label}`,
    claim: 'bound = D_f(P, Q)',
    heavyTail: id === 'neyman',
    loss: adversarialLosses[loss].discriminator,
    onReal: (v) => -real(v).value,
    onFake: (v) => -fake(v).value,
    bestValue: (p, q) => lineDivergence(id, p, q),
    // What the paper calls T.
    shown: (v) => activation(v).value,
    best: (p, q) => {
      const output = bestOutput(id, p, q);
      return (x) => activation(output(x)).value;
    },
    // The total variation's best discriminator says which density is larger, and not by how much.
    probability: (v) => (id === 'total-variation' ? activation(v).value + 0.5 : impliedProbability({ real, fake }, v)),
  };
}

/** By the id of the objective; `ebgan` is the game of that name. */
export const discriminatorCases: Readonly<Record<string, DiscriminatorCase>> = {
  minimax,
  'least-squares': leastSquares('least-squares', 0, 1),
  'least-squares-pearson': leastSquares('least-squares-pearson', -1, 1),
  ebgan: energy,
  ...Object.fromEntries((Object.keys(fDivergences) as FDivergenceId[]).map((id) => [`f-${id}`, variational(id)])),
};
