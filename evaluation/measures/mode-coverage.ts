import type { Modes } from '../../core/data/dataset.ts';

/** Standard deviations from its nearest mode within which a sample is of high quality. */
const highQualityRadius = 3;

export interface ModeCoverage {
  /** Modes with at least one high-quality sample. */
  readonly covered: number;
  /** Fraction of the samples that are of high quality. */
  readonly highQuality: number;
  /** log K - H of the histogram, in nats: 0 when all K modes get equal shares, log K when one gets all. */
  readonly reverseKl: number;
  /** High-quality samples of each mode. */
  readonly histogram: Float64Array;
}

/**
 * Mode coverage by the protocol of PacGAN (Lin et al. 2018, arXiv:1712.04086, section 4.1) on 2-D points `[n, 2]`: a
 * sample is of high quality when it lies within 3 standard deviations of its nearest mode, and a mode counts when it
 * has one such sample. As in that paper's code, only high-quality samples enter the histogram of the reverse KL, so
 * that stray samples do not pass for coverage. Without a high-quality sample the reverse KL is its upper limit, log K.
 *
 * @throws RangeError for an empty set.
 */
export function modeCoverage(points: Float32Array, modes: Modes): ModeCoverage {
  return coverageOf(nearestModes(points, modes), modes.centres.length / 2);
}

/** The nearest mode of each point `[n, 2]`, or -1 where it is 3 standard deviations away or more. */
export function nearestModes(points: Float32Array, { centres, std }: Modes): Int32Array {
  const limit = (highQualityRadius * std) ** 2;
  const nearest = new Int32Array(points.length / 2);
  for (let i = 0; i < nearest.length; i++) {
    let best = Infinity;
    let mode = -1;
    for (let k = 0; k < centres.length / 2; k++) {
      const dx = points[2 * i]! - centres[2 * k]!;
      const dy = points[2 * i + 1]! - centres[2 * k + 1]!;
      const distance = dx * dx + dy * dy;
      if (distance < best) {
        best = distance;
        mode = k;
      }
    }
    nearest[i] = best < limit ? mode : -1;
  }
  return nearest;
}

/** Coverage from each sample's mode, -1 for none, of `count` modes. @throws RangeError for an empty set. */
export function coverageOf(assignments: Int32Array, count: number): ModeCoverage {
  if (assignments.length === 0) throw new RangeError('Mode coverage needs a sample.');
  const histogram = new Float64Array(count);
  for (const mode of assignments) if (mode >= 0) histogram[mode]!++;
  const total = histogram.reduce((sum, n) => sum + n, 0);
  let entropy = 0;
  for (const n of histogram) if (n > 0) entropy -= (n / total) * Math.log(n / total);
  return {
    covered: histogram.filter((n) => n > 0).length,
    highQuality: total / assignments.length,
    // Rounding can leave -1e-16 for equal shares.
    reverseKl: Math.max(Math.log(count) - entropy, 0),
    histogram,
  };
}
