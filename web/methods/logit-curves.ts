import type { LogitLoss } from '../../core/theory/logit-losses.ts';
import type { PlotCurve, Range } from '../theory/plot/ll-plot.ts';

/** Discriminator outputs that are shown. */
export const logitRange: Range = [-6, 6];
const points = 241;
/** Losses and slopes beyond this are off the picture: those that grow exponentially would flatten all else. */
const highest = 8;

/** One loss's parts, as values or as slopes, against the discriminator's output. */
export function logitCurves(loss: LogitLoss, part: 'value' | 'slope'): readonly PlotCurve[] {
  const x = Float64Array.from(
    { length: points },
    (_, i) => logitRange[0] + ((logitRange[1] - logitRange[0]) * i) / (points - 1),
  );
  const curve = (label: string, series: number, f: LogitLoss['real'], dashed = false): PlotCurve => ({
    label,
    series,
    dashed,
    x,
    y: x.map((d) => f(d)[part]),
  });
  // The solid one first: where curves coincide the dashes on top let it show through.
  return [
    curve('Generator', 2, loss.generator),
    curve('Discriminator, real example', 1, loss.real, true),
    curve('Discriminator, generated example', 3, loss.fake, true),
  ];
}

/** What of the curves is shown: all of them where they stay small. */
export function shownRange(curves: readonly PlotCurve[]): Range {
  const values = curves.flatMap(({ y }) => Array.from(y)).filter((value) => Number.isFinite(value));
  const low = Math.max(-highest, Math.min(0, ...values));
  const high = Math.min(highest, Math.max(0, ...values));
  const margin = Math.max(0.1, (high - low) * 0.06);
  return [low - margin, high + margin];
}
