import { codesOf, heldOutCount } from '../held-out.ts';
import { activeUnits, unitVariances } from '../measures/active-units.ts';
import { normalInterval } from '../measures/mean.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';

/** Held-out examples encoded: enough for a variance, and little enough to be looked at while training. */
const mostExamples = 2000;

/** How many latents the posterior uses. */
export const activeUnitsMetric: Metric = {
  id: 'active-units',
  label: 'Active units',
  help: 'How many latents the encoder uses: those whose posterior mean differs from example to example.',
  group: 'representation',
  cost: 'cheap',
  needs: ['encode', 'posterior'],
  applies: () => true,
  async compute(context) {
    const count = Math.min(heldOutCount(context), mostExamples);
    if (count < 2) return [];
    const { means, dimension } = await codesOf(context, 'test', count);
    const value = activeUnits(unitVariances(means, dimension));
    const error = await new Pace(context.signal).run(
      bootstrapStandardError('active-units', count, (rows) => activeUnits(unitVariances(means, dimension, rows))),
    );
    return [
      {
        id: 'active-units',
        label: `Active units of ${dimension}`,
        value,
        better: 'none',
        counts: { real: count },
        bounds: { least: 0, most: dimension },
        interval: normalInterval(value, error, [0, dimension]),
        note: 'Latents whose posterior mean has a variance above 0.01 over held-out examples.',
      },
    ];
  },
};
