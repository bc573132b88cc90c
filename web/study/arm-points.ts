import type { CellResult } from '../../evaluation/study/cell-result.ts';
import type { MetricPoint } from '../../worker/protocol/records.ts';

/**
 * The course of an arm: at each step that all of its finished cells were measured at, the mean over them of every figure
 * and of the seconds of training. Diverged cells are left out, as they are of the table.
 */
export function armPoints(results: readonly CellResult[]): readonly MetricPoint[] {
  const finished = results.filter(({ outcome, curve }) => outcome === 'finished' && curve.length > 0);
  const [first, ...others] = finished;
  if (!first) return [];
  const steps = first.curve.map(({ step }) => step);
  const shared = steps.filter((step) => others.every(({ curve }) => curve.some((point) => point.step === step)));
  return shared.map((step) => {
    const at = finished.map((result) => {
      const i = result.curve.findIndex((point) => point.step === step);
      return { values: result.curve[i]!.values, seconds: result.clock.curve[i] ?? NaN };
    });
    const names = Object.keys(at[0]!.values).filter((name) => at.every(({ values }) => name in values));
    return {
      step,
      seconds: mean(at.map(({ seconds }) => seconds)),
      values: Object.fromEntries(names.map((name) => [name, mean(at.map(({ values }) => values[name]!))])),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
