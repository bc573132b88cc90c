import type { CellResult } from '../cell-result.ts';
import { meanOf } from '../statistics/bootstrap-interval.ts';
import type { ArmRow } from '../study-table.ts';
import type { Series } from './line-plot.ts';

/** A figure against the step: each arm's mean over its seeds, where all of those that got so far have it. */
export function curvesByStep(figure: string, arms: readonly ArmRow[], results: readonly CellResult[]): Series[] {
  return arms.map(({ label, index }) => {
    const byStep = new Map<number, number[]>();
    for (const result of results.filter(({ arm }) => arm === label)) {
      for (const [step, value] of pointsOf(result, figure)) byStep.set(step, [...(byStep.get(step) ?? []), value]);
    }
    const steps = [...byStep.keys()].sort((a, b) => a - b);
    return {
      label,
      colour: index,
      joined: true,
      points: steps.map((step) => [step, meanOf(byStep.get(step)!)] as const),
    };
  });
}

/** A figure against seconds of training, a line for each run: no two runs have a time in common. */
export function curvesByTime(figure: string, arms: readonly ArmRow[], results: readonly CellResult[]): Series[] {
  return arms.flatMap(({ label, index }) =>
    results
      .filter(({ arm }) => arm === label)
      .map((result) => ({
        label: `${label}, seed ${result.seed}`,
        colour: index,
        joined: true,
        points: result.curve.flatMap(({ values }, i) => {
          const seconds = result.clock.curve[i];
          const value = values[figure];
          return seconds === undefined || value === undefined ? [] : [[seconds, value] as const];
        }),
      })),
  );
}

/** The means of two figures against each other, a point for each arm. */
export function tradeOff(first: string, second: string, arms: readonly ArmRow[]): Series[] {
  return arms.map(({ label, index, figures }) => {
    const [x, y] = [figures[first]?.mean ?? null, figures[second]?.mean ?? null];
    return { label, colour: index, joined: false, points: x === null || y === null ? [] : [[x, y] as const] };
  });
}

/** Points of a run's curve, and its figure at the end. */
function pointsOf({ curve, metrics, step }: CellResult, figure: string): readonly (readonly [number, number])[] {
  const points = curve.flatMap(({ step: at, values }) => {
    const value = values[figure];
    return value === undefined ? [] : [[at, value] as const];
  });
  const last = metrics.find(({ id }) => id === figure);
  return last && points.at(-1)?.[0] !== step ? [...points, [step, last.value] as const] : points;
}
