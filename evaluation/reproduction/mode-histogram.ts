import type { Modes } from '../../core/data/dataset.ts';

/** How many points `[n, 2]` lie nearest to each mode, however far from it. */
export function modeHistogram(points: Float32Array, { centres }: Modes): Float64Array {
  const counts = new Float64Array(centres.length / 2);
  for (let i = 0; i < points.length; i += 2) {
    let [nearest, best] = [0, Infinity];
    for (let k = 0; k < counts.length; k++) {
      const distance = (points[i]! - centres[2 * k]!) ** 2 + (points[i + 1]! - centres[2 * k + 1]!) ** 2;
      if (distance < best) [nearest, best] = [k, distance];
    }
    counts[nearest]!++;
  }
  return counts;
}

/** Entropy of a histogram's shares, in nats. */
export function entropyOf(counts: Float64Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => (count > 0 ? sum - (count / total) * Math.log(count / total) : sum), 0);
}
