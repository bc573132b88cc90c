import { cellsOf, GridDivergence } from '../measures/grid-divergence.ts';
import type { Divergences } from '../measures/grid-divergence.ts';
import { normalInterval } from '../measures/mean.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { Metric, MetricValue } from '../metric.ts';
import { Pace } from '../pace.ts';
import { boundsOf } from '../figure-bounds.ts';

/** Cells a side. */
const side = 48;
/** Samples that the figures are made with where there are so many: they compare at equal counts only. */
const protocolSamples = 10_000;

const figures = [
  ['density-kl', 'KL to the true density', 'kl', Infinity],
  ['density-reverse-kl', 'Reverse KL to the true density', 'reverseKl', Infinity],
  ['density-js', 'Jensen-Shannon to the true density', 'js', Math.log(2)],
] as const;

/** Divergences of the samples from the data's density, where that is known, on a fixed grid over its extent. */
export const density: Metric = {
  id: 'density',
  label: 'Divergences to the true density',
  help: 'How far the samples are from the true density: KL is large where they miss data, reverse KL where they lie outside it, Jensen-Shannon weighs both.',
  group: 'density',
  cost: 'cheap',
  needs: ['sample', 'latent'],
  applies: (dataset) => dataset.cellMasses !== undefined && dataset.extent !== undefined,
  async compute(context) {
    const { subject, samples } = context;
    const { dataset } = subject;
    const count = Math.min(samples, protocolSamples);
    if (count < 1) return [];
    const pace = new Pace(context.signal);
    const grid = { extent: dataset.extent!, side };
    const measure = new GridDivergence(dataset.cellMasses!(grid), grid);
    const cells = cellsOf(await subject.sample(count, context), grid);
    const measured = measure.ofCells(cells);
    const ideal = measure.ofPoints(dataset.examples('test', 0, count).x);
    const errorOf = (figure: keyof Divergences) =>
      pace.run(
        bootstrapStandardError('density', count, (rows) => measure.ofCells(rows.map((row) => cells[row]!))[figure]),
      );
    const values: MetricValue[] = [];
    for (const [id, label, figure, most] of figures) {
      values.push({
        id,
        label,
        value: measured[figure],
        unit: 'nats',
        better: 'lower',
        counts: { generated: count },
        floor: ideal[figure],
        bounds: boundsOf([0, most]),
        interval: normalInterval(measured[figure], await errorOf(figure), [0, most]),
        note: `On a grid of ${side} by ${side} cells, each point taken for one anywhere with chance 1/1000. Fewer samples score higher: compare at equal counts only.`,
      });
    }
    return values;
  },
};
