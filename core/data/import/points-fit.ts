import { DataError } from '../data-error.ts';

/** Half-width of the square that points are brought to. */
const halfWidth = 2;

/**
 * Points `[n, 2]` moved and scaled, alike in both directions, to fit the square from -2 to 2; one place alone is moved.
 * @throws DataError for a coordinate that is not finite.
 */
export function fitPoints(values: ArrayLike<number>, file: string): Float32Array {
  const low = [Infinity, Infinity];
  const high = [-Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value))
      throw new DataError(file, `has ${value} as a coordinate of point ${Math.floor(i / 2)}`);
    low[i % 2] = Math.min(low[i % 2]!, value);
    high[i % 2] = Math.max(high[i % 2]!, value);
  }
  // Halves first: the sum of two of the largest numbers would be infinite.
  const centre = [0, 1].map((axis) => low[axis]! / 2 + high[axis]! / 2);
  const reach = Math.max(...[0, 1].map((axis) => high[axis]! / 2 - low[axis]! / 2));
  const scale = Number.isFinite(halfWidth / reach) && reach > 0 ? halfWidth / reach : 1;
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = (values[i]! - centre[i % 2]!) * scale;
  return out;
}
