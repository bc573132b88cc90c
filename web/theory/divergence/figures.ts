import type { Fields } from '../../../core/spec/fields.ts';
import { fDivergences } from '../../../core/theory/f-divergences.ts';
import type { FDivergenceId } from '../../../core/theory/f-divergences.ts';
import { lineDensityFields } from '../../../core/theory/line-density-fields.ts';
import type { LineDensity } from '../../../core/theory/line-density.ts';
import {
  bestDiscriminator,
  bestOutput,
  jensenShannon,
  lineBound,
  lineDivergence,
  logRatio,
  minimaxValue,
} from '../../../core/theory/line-divergences.ts';
import type { LineFunction } from '../../../core/theory/line-divergences.ts';
import type { ExperimentCurves } from '../../../evaluation/reproduction/experiment.ts';
import type { PlotCurve } from '../plot/ll-plot.ts';

/** The densities that the page starts with: two bumps of data, and samples that cover both with one. */
export const densityFields: Fields = lineDensityFields({
  dataMean: 1.5,
  dataStd: 1,
  secondShare: 0.4,
  secondMean: -2,
  secondStd: 0.5,
  sampleMean: 0,
  sampleStd: 1.2,
});

export const divergenceIds = Object.keys(fDivergences) as FDivergenceId[];

/** What theory says of two densities, in nats, each number by an integral of its own. */
export interface Figures {
  /** V(D*, G), with D* put into the minimax value. */
  readonly value: number;
  readonly jsd: number;
  /** D_f(P, Q), and f-GAN's bound with the best discriminator put in. */
  readonly divergences: readonly { readonly id: FDivergenceId; readonly divergence: number; readonly bound: number }[];
}

export function figuresOf(p: LineDensity, q: LineDensity): Figures {
  return {
    value: minimaxValue(p, q, logRatio(p, q)),
    jsd: jensenShannon(p, q),
    divergences: divergenceIds.map((id) =>
      isInfinite(id, p, q)
        ? { id, divergence: Infinity, bound: Infinity }
        : { id, divergence: lineDivergence(id, p, q), bound: lineBound(id, p, q, bestOutput(id, p, q)) },
    ),
  };
}

/**
 * Whether the integral has no end: p^2 / q (Pearson) or q^2 / p (Neyman) grows where the tail of the density on top is
 * more than sqrt 2 times as wide as the other. A quadrature that stops somewhere can't tell.
 */
function isInfinite(id: FDivergenceId, p: LineDensity, q: LineDensity): boolean {
  const tail = ({ components }: LineDensity): number => Math.max(...components.map(({ std }) => std));
  if (id === 'pearson') return tail(p) >= Math.SQRT2 * tail(q);
  return id === 'neyman' && tail(q) >= Math.SQRT2 * tail(p);
}

/** The best discriminator as its paper shows it: D*(x) of the minimax game, or T*(x) = g_f(V*(x)) of an f-GAN. */
export function bestShown(objective: string, p: LineDensity, q: LineDensity): LineFunction {
  const id = divergenceIds.find((known) => `f-${known}` === objective);
  if (!id) return bestDiscriminator(p, q);
  const output = bestOutput(id, p, q);
  return (x) => fDivergences[id].activation(output(x)).value;
}

const objectiveLabels: Readonly<Record<string, string>> = {
  minimax: 'Minimax',
  'least-squares': 'Least squares',
  'least-squares-pearson': 'Least squares (Pearson)',
  ...Object.fromEntries(divergenceIds.map((id) => [`f-${id}`, `f-GAN: ${fDivergences[id].label}`])),
};

/** The curves of all discriminators: what was trained so far, each by a shape of its own, over the best one. */
export function chancesOf({ x, y: { best, ...trained } }: ExperimentCurves): readonly PlotCurve[] {
  return [
    ...(best ? [{ label: 'Best, p / (p + q)', series: 3, dashed: true, x, y: best }] : []),
    ...Object.entries(trained).map(([id, y], mark) => ({
      label: objectiveLabels[id] ?? id,
      series: (mark % 8) + 1,
      mark,
      x,
      y,
    })),
  ];
}
