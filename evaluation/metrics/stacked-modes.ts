import { generatedFeatures, realFeatures } from '../features.ts';
import { normalInterval } from '../measures/mean.ts';
import { coverageOf } from '../measures/mode-coverage.ts';
import type { ModeCoverage } from '../measures/mode-coverage.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import { stackedModes } from '../measures/stacked-modes.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { reference } from './distribution.ts';

/** Of the protocol: fewer samples find fewer of a thousand modes. */
const protocolSamples = 26_000;

/** Which combinations of digits are made, by the protocol of unrolled GANs, VEEGAN and PacGAN on stacked MNIST. */
export const stackedModesMetric: Metric = {
  id: 'stacked-modes',
  label: 'Modes of stacked digits',
  help: 'How many combinations of digits the samples reach, by a classifier’s digit in each channel, and how evenly.',
  group: 'modes',
  cost: 'dear',
  needs: ['sample', 'latent'],
  applies: ({ digits }) => digits !== undefined,
  async compute(context) {
    const { dataset } = context.subject;
    const extractor = await context.extractors(dataset);
    const count = Math.min(context.samples, protocolSamples, dataset.count('test'));
    const digits = dataset.digits!;
    if (!extractor || count < 1) return [];
    const classes = extractor.classes / digits;
    const total = classes ** digits;
    const { probabilities } = await generatedFeatures(context, extractor, count);
    const modes = stackedModes(probabilities, digits, classes);
    const { covered, reverseKl } = coverageOf(modes, total);
    const held = await realFeatures(context, extractor, 'test', count);
    const ideal = coverageOf(stackedModes(held.probabilities, digits, classes), total);
    const errorOf = (figure: keyof Pick<ModeCoverage, 'covered' | 'reverseKl'>) =>
      new Pace(context.signal).run(
        bootstrapStandardError('stacked-modes', count, (rows) => {
          const drawn = rows.map((row) => modes[row]!);
          return coverageOf(drawn, total)[figure];
        }),
      );
    const common = {
      counts: { generated: count, real: count },
      extractor: reference(extractor),
      note:
        count < protocolSamples
          ? `Only ${count} samples: the protocol has ${protocolSamples}, and fewer find fewer modes.`
          : 'The floor is that of real held-out images.',
    };
    return [
      {
        ...common,
        id: 'stacked-modes',
        label: `Modes of stacked digits, of ${total}`,
        value: covered,
        better: 'higher',
        bounds: { least: 0, most: total },
        floor: ideal.covered,
        interval: normalInterval(covered, await errorOf('covered'), [0, total]),
      },
      {
        ...common,
        id: 'stacked-kl',
        label: 'KL of the modes from equal shares',
        value: reverseKl,
        unit: 'nats',
        better: 'lower',
        bounds: { least: 0, most: Math.log(total) },
        floor: ideal.reverseKl,
        interval: normalInterval(reverseKl, await errorOf('reverseKl'), [0, Math.log(total)]),
      },
    ];
  },
};
