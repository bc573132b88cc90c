/** Points of the plane, x and y in turn. */
export type Points = readonly number[];

/** Adds the points of a line from `last` to a new place, evenly `spacing` apart, the first one `spacing` from `last`. */
export function along(last: readonly [number, number], to: readonly [number, number], spacing: number): number[] {
  const [dx, dy] = [to[0] - last[0], to[1] - last[1]];
  const length = Math.hypot(dx, dy);
  const added: number[] = [];
  for (let at = spacing; at <= length; at += spacing) {
    added.push(last[0] + (dx * at) / length, last[1] + (dy * at) / length);
  }
  return added;
}

/** The points that lie farther than `radius` from a place. */
export function without(points: Points, [x, y]: readonly [number, number], radius: number): number[] {
  const kept: number[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (Math.hypot(points[i]! - x, points[i + 1]! - y) > radius) kept.push(points[i]!, points[i + 1]!);
  }
  return kept;
}
