import { requireStudySpec, type StudySpec } from '../../core/spec/study-spec.ts';
import { studyTools } from '../../core/studies.ts';
import type { MetricValue } from '../metric.ts';
import type { CellResult } from './cell-result.ts';

/** Three arms on three seeds. */
export const study: StudySpec = requireStudySpec(
  {
    title: 'A <small> study',
    base: 'gan-ring',
    axes: [
      {
        label: 'Loss',
        variants: [
          { label: 'NS', set: {} },
          { label: 'hinge & co', set: { 'options.loss': 'hinge' } },
          { label: '=least "squares"', set: { 'options.loss': 'least-squares' } },
        ],
      },
    ],
    seeds: [1, 2, 3],
    budget: { kind: 'steps', steps: 100 },
    evaluation: { every: 50, samples: 100 },
    primary: 'kl',
    baseline: 'NS',
  },
  studyTools,
);

export const figure = (id: string, value: number, better: MetricValue['better'] = 'lower'): MetricValue => ({
  id,
  label: id.toUpperCase(),
  value,
  better,
  counts: { generated: 100 },
  floor: 0.5,
});

/** One white pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';

/** A result of an arm with figures `kl` and `modes`, or without any where it diverged. */
export function aResult(
  arm: number,
  seed: number,
  kl: number | undefined,
  changes: Partial<CellResult> = {},
): CellResult {
  return {
    key: `${arm}-${seed}`,
    arm: study.axes[0]!.variants[arm]!.label,
    seed,
    identity: `${arm}${seed}`.repeat(32),
    outcome: kl === undefined ? 'diverged' : 'finished',
    step: kl === undefined ? 63 : 100,
    ...(kl === undefined && { reason: 'loss of the generator' }),
    digest: `${seed}${arm}`.repeat(32),
    metrics: kl === undefined ? [] : [figure('modes', 8 - arm, 'higher'), figure('kl', kl)],
    curve: [{ step: 50, values: { kl: (kl ?? 1) + 1, modes: 4 } }],
    samples: { width: 1, height: 1, png },
    environment: { backend: 'wasm', arithmetic: 'reproducible' },
    clock: { seconds: 10 * arm + seed, curve: [5 * arm + seed], machine: `machine ${seed}` },
    ...changes,
  };
}
