import type { Modes } from '../../core/data/dataset.ts';
import { normalInterval } from '../measures/mean.ts';
import { coverageOf, modeCoverage, nearestModes } from '../measures/mode-coverage.ts';
import type { ModeCoverage } from '../measures/mode-coverage.ts';
import { bootstrapStandardError } from '../measures/resampling.ts';
import type { Metric } from '../metric.ts';
import { Pace } from '../pace.ts';
import { percentBounds } from '../figure-bounds.ts';

/** Samples of the PacGAN protocol: one sample makes a mode count, so figures compare at this count only. */
const protocolSamples = 2500;

/** Which modes of a mixture the samples reach, by the protocol of PacGAN. */
export const modeCoverageMetric: Metric = {
  id: 'mode-coverage',
  label: 'Mode coverage',
  help: 'How many of the true modes the samples reach, how many samples are close to one, and how evenly they are spread.',
  group: 'modes',
  cost: 'cheap',
  needs: ['sample', 'latent'],
  applies: (dataset) => dataset.modes !== undefined,
  async compute(context) {
    const { subject, samples } = context;
    const modes = subject.dataset.modes as Modes;
    const count = Math.min(samples, protocolSamples);
    if (count < 1) return [];
    const pace = new Pace(context.signal);
    const total = modes.centres.length / 2;
    const assigned = nearestModes(await subject.sample(count, context), modes);
    const ideal = modeCoverage(subject.dataset.examples('test', 0, count).x, modes);
    const { covered, highQuality, reverseKl } = coverageOf(assigned, total);
    const errorOf = (figure: (coverage: ModeCoverage) => number) =>
      pace.run(
        bootstrapStandardError('modes', count, (rows) =>
          figure(
            coverageOf(
              rows.map((r) => assigned[r]!),
              total,
            ),
          ),
        ),
      );
    const common = {
      counts: { generated: count, real: count },
      ...(count < protocolSamples && {
        note: `Only ${count} samples: the protocol has ${protocolSamples}, and fewer find fewer modes.`,
      }),
    };
    return [
      {
        ...common,
        id: 'modes',
        label: `Modes covered of ${total}`,
        value: covered,
        better: 'higher',
        bounds: { least: 0, most: total },
        floor: ideal.covered,
        interval: normalInterval(covered, await errorOf((coverage) => coverage.covered), [0, total]),
      },
      {
        ...common,
        id: 'high-quality',
        label: 'High-quality samples',
        value: 100 * highQuality,
        unit: '%',
        better: 'higher',
        bounds: percentBounds,
        floor: 100 * ideal.highQuality,
        interval: normalInterval(
          100 * highQuality,
          100 * Math.sqrt((highQuality * (1 - highQuality)) / count),
          [0, 100],
        ),
      },
      {
        ...common,
        id: 'reverse-kl',
        label: 'Reverse KL over modes',
        value: reverseKl,
        unit: 'nats',
        better: 'lower',
        bounds: { least: 0, most: Math.log(total) },
        floor: ideal.reverseKl,
        interval: normalInterval(reverseKl, await errorOf((coverage) => coverage.reverseKl), [0, Math.log(total)]),
      },
    ];
  },
};
