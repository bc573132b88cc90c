import type { MetricPoint } from '../../worker/protocol/records.ts';
import { capitalise, formatName } from '../common/format.ts';

/** What curves are drawn against. */
export type XAxis = 'step' | 'time' | 'examples';

/** One curve. */
export interface Curve {
  readonly label: string;
  /** Number of its colour. */
  readonly colour: number;
  /** Name of its values in the points. */
  readonly name: string;
  readonly points: readonly MetricPoint[];
  /** Examples in a step, for the axis of examples. */
  readonly batch: number;
}

/** Curves on one pair of axes. */
export interface CurveGroup {
  readonly title: string;
  readonly names: readonly string[];
}

/**
 * Which values share a chart: all players' losses, then each player's other parts, then each metric alone, since
 * metrics have units of their own.
 */
export function groupCurves(points: readonly MetricPoint[]): readonly CurveGroup[] {
  const names = new Set<string>();
  for (const point of points) for (const name of Object.keys(point.values)) names.add(name);
  const losses: string[] = [];
  const parts = new Map<string, string[]>();
  const metrics: string[] = [];
  for (const name of names) {
    const [player, part] = name.split('/');
    if (player === undefined || part === undefined) metrics.push(name);
    else if (part === 'loss') losses.push(name);
    else parts.set(player, [...(parts.get(player) ?? []), name]);
  }
  return [
    ...(losses.length > 0 ? [{ title: losses.length > 1 ? 'Losses' : 'Loss', names: losses }] : []),
    ...[...parts].map(([player, names]) => ({ title: `${capitalise(formatName(player))}: parts of the loss`, names })),
    ...metrics.map((name) => ({ title: capitalise(formatName(name)), names: [name] })),
  ];
}

/** Where a point lies on an axis. */
export function xOf(point: MetricPoint, axis: XAxis, batch: number): number {
  switch (axis) {
    case 'step':
      return point.step;
    case 'time':
      return point.seconds;
    case 'examples':
      return point.step * batch;
  }
}

/** Curves on common x values, as uPlot takes them. */
export interface Aligned {
  readonly x: readonly number[];
  /** For each curve its value at each x; null where it has none. */
  readonly values: readonly (readonly (number | null)[])[];
  /** For each curve the x at which it was not finite. */
  readonly nonFinite: readonly (readonly number[])[];
}

/** Puts curves, of one run or several, on the union of their x values. */
export function align(curves: readonly Curve[], axis: XAxis): Aligned {
  const maps = curves.map((curve) => {
    const map = new Map<number, number>();
    for (const point of curve.points) {
      const value = point.values[curve.name];
      if (value !== undefined) map.set(xOf(point, axis, curve.batch), value);
    }
    return map;
  });
  const x = [...new Set(maps.flatMap((map) => [...map.keys()]))].sort((a, b) => a - b);
  return {
    x,
    values: maps.map((map) =>
      x.map((at) => {
        const value = map.get(at);
        return value === undefined || !Number.isFinite(value) ? null : value;
      }),
    ),
    nonFinite: maps.map((map) => [...map].filter(([, value]) => !Number.isFinite(value)).map(([at]) => at)),
  };
}
