import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { RunRecord } from '../../worker/protocol/records.ts';
import { formatCount, formatDuration, formatName, formatSeconds } from './format.ts';

type Evaluation = NonNullable<RunRecord['evaluation']>;

/** What the last evaluation took of a run, in words; empty where it was not measured. */
export function costOf({ costs, share }: Evaluation): string {
  if (!costs || Object.keys(costs).length === 0) return '';
  const taken = `The metrics took ${formatSeconds(total(costs))} when they were last measured`;
  if (share === undefined) return `${taken}.`;
  return `${taken}; evaluations in mid-run take ${share < 0.005 ? 'less than 1' : Math.round(share * 100)} % of the time.`;
}

/**
 * What the evaluations of a run would take, guessed from the latest run on the same data that was evaluated here; empty
 * where there is none. Metrics take time in proportion to their samples, roughly.
 */
export function expectedCost(spec: RunSpec, records: readonly RunRecord[]): string {
  const known = records
    .filter((run) => run.spec.data.kind === spec.data.kind && run.spec.method === spec.method && run.evaluation?.costs)
    .sort((a, b) => b.updatedAt - a.updatedAt)[0];
  const costs = known?.evaluation?.costs;
  if (!known || !costs || Object.keys(costs).length === 0) return '';
  const { every, dearEvery = 0, samples } = spec.evaluation;
  const scale = samples / known.spec.evaluation.samples;
  const before = (step: number) => (step > 0 ? Math.floor((spec.steps - 1) / step) : 0);
  const dear = before(dearEvery);
  // Where both are due, all metrics are measured once.
  const cheap = before(every) - (every > 0 && dearEvery > 0 ? before(leastCommonMultiple(every, dearEvery)) : 0);
  const parts = Object.entries(costs).map(([id, seconds]) => `${formatName(id)} ${formatSeconds(seconds * scale)}`);
  const counts = `${formatCount(cheap)} in mid-run by cheap metrics, ${formatCount(dear)} by all, and one at the end by all`;
  return `${counts}. By what “${known.name}” took, all metrics take about ${formatDuration(total(costs) * scale)}: ${parts.join(', ')}.`;
}

function total(costs: Readonly<Record<string, number>>): number {
  return Object.values(costs).reduce((sum, seconds) => sum + seconds, 0);
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
