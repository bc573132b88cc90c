import { cheapestAssignment } from './assignment.ts';

/** How well clusters agree with classes. All three are 1 for clusters that are the classes under other names. */
export interface ClusterAgreement {
  /** Fraction of the examples that are in the cluster matched to their class, under the best one-to-one matching. */
  readonly accuracy: number;
  /** Mutual information over the mean of the two entropies: 0 for independent labels, 0 to 1. */
  readonly normalisedMutualInformation: number;
  /** Rand index corrected for chance: 0 on average for independent labels (Hubert and Arabie 1985, equation 5). */
  readonly adjustedRandIndex: number;
}

/**
 * Agreement of clusters with classes.
 *
 * @param rows The examples to count, each as often as it occurs; all of them when left out.
 * @throws RangeError for no examples or different numbers of labels.
 */
export function clusterAgreement(
  clusters: Int32Array,
  classes: Int32Array,
  rows?: ArrayLike<number>,
): ClusterAgreement {
  if (clusters.length !== classes.length) throw new RangeError('Each example needs a cluster and a class.');
  const count = rows?.length ?? clusters.length;
  if (count === 0) throw new RangeError('Agreement needs an example.');
  const [across, down] = [numberOf(clusters), numberOf(classes)];
  // One row for each cluster or class, whichever are fewer.
  const [height, width] = across <= down ? [across, down] : [down, across];
  const table = new Float64Array(height * width);
  for (let i = 0; i < count; i++) {
    const at = rows ? rows[i]! : i;
    const [row, column] = across <= down ? [clusters[at]!, classes[at]!] : [classes[at]!, clusters[at]!];
    table[row * width + column]!++;
  }
  const rowSums = new Float64Array(height);
  const columnSums = new Float64Array(width);
  table.forEach((n, at) => {
    rowSums[Math.floor(at / width)]! += n;
    columnSums[at % width]! += n;
  });
  return {
    accuracy: matched(table, height, width) / count,
    normalisedMutualInformation: normalised(table, rowSums, columnSums, count),
    adjustedRandIndex: adjustedRand(table, rowSums, columnSums, count),
  };
}

const numberOf = (labels: Int32Array): number => labels.reduce((most, label) => Math.max(most, label), 0) + 1;

function matched(table: Float64Array, height: number, width: number): number {
  const columns = cheapestAssignment(
    table.map((n) => -n),
    height,
    width,
  );
  return columns.reduce((sum, column, row) => sum + table[row * width + column]!, 0);
}

function entropy(sums: Float64Array, count: number): number {
  return sums.reduce((sum, n) => (n > 0 ? sum - (n / count) * Math.log(n / count) : sum), 0);
}

function normalised(table: Float64Array, rows: Float64Array, columns: Float64Array, count: number): number {
  const mean = (entropy(rows, count) + entropy(columns, count)) / 2;
  // All in one cluster and one class: the labels are the same up to names.
  if (mean === 0) return 1;
  const information = entropy(rows, count) + entropy(columns, count) - entropy(table, count);
  return Math.min(Math.max(information / mean, 0), 1);
}

/** Number of pairs. */
const pairs = (n: number): number => (n * (n - 1)) / 2;

function adjustedRand(table: Float64Array, rows: Float64Array, columns: Float64Array, count: number): number {
  const sum = (counts: Float64Array): number => counts.reduce((total, n) => total + pairs(n), 0);
  const expected = (sum(rows) * sum(columns)) / Math.max(pairs(count), 1);
  const largest = (sum(rows) + sum(columns)) / 2;
  // One cluster and one class, or each example alone in both.
  if (largest === expected) return 1;
  return (sum(table) - expected) / (largest - expected);
}
