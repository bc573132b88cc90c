import { uniform } from '../../core/random/stream.ts';
import type { Rows } from '../linear-algebra/moments.ts';

/** Starts, of which the tightest clusters are kept, and rounds of each at most. */
const starts = 10;
const rounds = 100;
/** Rows handled between two yields. */
const rowsATurn = 512;

interface Clustering {
  /** Cluster of each row. */
  readonly clusters: Int32Array;
  /** Sum of squared distances from each row to its cluster's mean. */
  readonly inertia: number;
}

/**
 * Clusters of rows `[count, dimension]` by k-means (Lloyd 1982) from starts that k-means++ draws (Arthur and Vassilvitskii
 * 2007): the tightest of ten. A function of the rows alone, in float64. Yields often.
 *
 * @returns the cluster of each row. @throws RangeError for fewer rows than clusters.
 */
export function* kMeans(rows: Rows, dimension: number, clusters: number): Generator<void, Int32Array> {
  if (rows.length / dimension < clusters) throw new RangeError(`There are fewer rows than ${clusters} clusters.`);
  let best: Clustering | undefined;
  for (let start = 0; start < starts; start++) {
    const found = yield* lloyd(rows, dimension, yield* spreadCentres(rows, dimension, clusters, start));
    if (!best || found.inertia < best.inertia) best = found;
  }
  return best!.clusters;
}

/** Centres far from each other: each is a row drawn with a chance in proportion to its squared distance to those before. */
function* spreadCentres(rows: Rows, dimension: number, clusters: number, start: number): Generator<void, Float64Array> {
  const count = rows.length / dimension;
  const centres = new Float64Array(clusters * dimension);
  const distances = new Float64Array(count).fill(Infinity);
  const draws = uniform(0, 'evaluation/k-means', start, clusters);
  let chosen = Math.floor(draws[0]! * count);
  for (let k = 0; k < clusters; k++) {
    centres.set(rows.subarray(chosen * dimension, (chosen + 1) * dimension), k * dimension);
    if (k + 1 === clusters) break;
    let total = 0;
    for (let i = 0; i < count; i++) {
      distances[i] = Math.min(distances[i]!, squaredDistance(rows, i * dimension, centres, k * dimension, dimension));
      total += distances[i]!;
      if (i % rowsATurn === 0) yield;
    }
    let target = draws[k + 1]! * total;
    chosen = 0;
    while (chosen < count - 1 && target >= distances[chosen]!) target -= distances[chosen++]!;
  }
  return centres;
}

function* lloyd(rows: Rows, dimension: number, centres: Float64Array): Generator<void, Clustering> {
  const count = rows.length / dimension;
  const clusters = new Int32Array(count).fill(-1);
  let inertia = Infinity;
  for (let round = 0; round < rounds; round++) {
    let moved = 0;
    inertia = 0;
    for (let i = 0; i < count; i++) {
      const [nearest, distance] = nearestCentre(rows, i * dimension, centres, dimension);
      if (nearest !== clusters[i]) moved++;
      clusters[i] = nearest;
      inertia += distance;
      if (i % rowsATurn === 0) yield;
    }
    if (moved === 0) break;
    moveCentres(rows, dimension, clusters, centres);
  }
  return { clusters, inertia };
}

function nearestCentre(rows: Rows, at: number, centres: Float64Array, dimension: number): readonly [number, number] {
  let nearest = 0;
  let least = Infinity;
  for (let k = 0; k * dimension < centres.length; k++) {
    const distance = squaredDistance(rows, at, centres, k * dimension, dimension);
    if (distance < least) [nearest, least] = [k, distance];
  }
  return [nearest, least];
}

/** Each centre to the mean of its rows; one that lost them all stays. */
function moveCentres(rows: Rows, dimension: number, clusters: Int32Array, centres: Float64Array): void {
  const counts = new Float64Array(centres.length / dimension);
  const sums = new Float64Array(centres.length);
  clusters.forEach((k, i) => {
    counts[k]!++;
    for (let j = 0; j < dimension; j++) sums[k * dimension + j]! += rows[i * dimension + j]!;
  });
  for (let at = 0; at < centres.length; at++) {
    const n = counts[Math.floor(at / dimension)]!;
    if (n > 0) centres[at] = sums[at]! / n;
  }
}

function squaredDistance(a: Rows, fromA: number, b: Rows, fromB: number, dimension: number): number {
  let sum = 0;
  for (let j = 0; j < dimension; j++) sum += (a[fromA + j]! - b[fromB + j]!) ** 2;
  return sum;
}
