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

/** Parts in units of their own, which share a chart across players instead of one with the player's losses. */
const apart: Readonly<Record<string, string>> = { 'gradient-norm': 'Gradient norms' };

/**
 * Which values share a chart: all players' losses, then each player's other parts, then each metric alone, since
 * metrics have units of their own.
 */
export function groupCurves(names: Iterable<string>): readonly CurveGroup[] {
  const losses: string[] = [];
  const parts = new Map<string, string[]>();
  const norms = new Map<string, string[]>();
  const metrics: string[] = [];
  const add = (groups: Map<string, string[]>, title: string, name: string): void => {
    groups.set(title, [...(groups.get(title) ?? []), name]);
  };
  for (const name of names) {
    const [player, part] = name.split('/');
    if (player === undefined || part === undefined) metrics.push(name);
    else if (part === 'loss') losses.push(name);
    else if (apart[part]) add(norms, apart[part], name);
    else add(parts, `${capitalise(formatName(player))}: parts of the loss`, name);
  }
  return [
    ...(losses.length > 0 ? [{ title: losses.length > 1 ? 'Losses' : 'Loss', names: losses }] : []),
    ...[...parts, ...norms].map(([title, names]) => ({ title, names })),
    ...metrics.map((name) => ({ title: capitalise(formatName(name)), names: [name] })),
  ];
}

/** Every name that some points have values for. */
export function namesOf(points: readonly MetricPoint[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { values } of points) for (const name in values) names.add(name);
  return names;
}

/** Whether a value was recorded more than once: a metric that was measured only at the end needs no chart. */
export function isCurve(name: string, points: readonly MetricPoint[]): boolean {
  let seen = 0;
  return points.some(({ values }) => name in values && ++seen > 1);
}

/** Where a point lies on an axis. */
function xOf(point: MetricPoint, axis: XAxis, batch: number): number {
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
  const [first] = curves;
  if (first && curves.every(({ points, batch }) => points === first.points && batch === first.batch)) {
    return alignOne(first.points, first.batch, curves, axis);
  }
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

/** Curves of one run share their points: no x value needs to be looked up. Charts do this several times a second. */
function alignOne(points: readonly MetricPoint[], batch: number, curves: readonly Curve[], axis: XAxis): Aligned {
  const used = points.filter(({ values }) => curves.some(({ name }) => values[name] !== undefined));
  const x = used.map((point) => xOf(point, axis, batch));
  const nonFinite: number[][] = curves.map(() => []);
  const values = curves.map(({ name }, c) =>
    used.map((point, i) => {
      const value = point.values[name];
      if (value === undefined) return null;
      if (Number.isFinite(value)) return value;
      nonFinite[c]?.push(x[i] ?? 0);
      return null;
    }),
  );
  return { x, values, nonFinite };
}
