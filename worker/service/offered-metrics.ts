import { datasets as cards } from '../../core/data/catalogue.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import type { Abilities } from '../../core/methods/game.ts';
import { methodOf } from '../../core/methods/registry.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { isOffered } from '../../evaluation/evaluate.ts';
import type { MetricCard } from '../../evaluation/metric.ts';
import { metrics } from '../../evaluation/registry.ts';

/** The metrics by which a run of this spec can be measured, in the order of the report. */
export function offeredMetrics(spec: RunSpec, dataset: Dataset): readonly MetricCard[] {
  const card = cards.find(({ id }) => id === spec.data.kind)!;
  const all = methodOf(spec.method).build(spec, card).abilities;
  const abilities = new Set((Object.keys(all) as (keyof Abilities)[]).filter((ability) => all[ability] !== undefined));
  return metrics
    .filter((metric) => isOffered(metric, { abilities, dataset }))
    .map(({ id, label, help, group, cost }) => ({ id, label, help, group, cost }));
}
