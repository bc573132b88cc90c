/** A line from (x0, y0) to (x1, y1) in grid units. */
export type Segment = readonly [number, number, number, number];

/**
 * Where a function on a square grid crosses zero, by marching squares with linear interpolation. `values` is
 * row-major `[resolution, resolution]`; a cell with a non-finite corner has no line.
 */
export function zeroContour(values: Float32Array, resolution: number): readonly Segment[] {
  const segments: Segment[] = [];
  for (let row = 0; row + 1 < resolution; row++) {
    for (let column = 0; column + 1 < resolution; column++) {
      const at = row * resolution + column;
      const [a, b, c, d] = [
        values[at] ?? 0,
        values[at + 1] ?? 0,
        values[at + resolution + 1] ?? 0,
        values[at + resolution] ?? 0,
      ];
      if (!Number.isFinite(a + b + c + d)) continue;
      const crossings: [number, number][] = [];
      if (a > 0 !== b > 0) crossings.push([column + a / (a - b), row]);
      if (b > 0 !== c > 0) crossings.push([column + 1, row + b / (b - c)]);
      if (d > 0 !== c > 0) crossings.push([column + d / (d - c), row + 1]);
      if (a > 0 !== d > 0) crossings.push([column, row + a / (a - d)]);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const [p, q] = [crossings[i], crossings[i + 1]];
        if (p && q) segments.push([p[0], p[1], q[0], q[1]]);
      }
    }
  }
  return segments;
}
