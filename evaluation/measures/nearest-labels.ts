import { estimateError, productTiles, squaredDistance } from '../linear-algebra/pair-distances.ts';
import type { PointSet } from '../linear-algebra/pair-distances.ts';
import type { Pace } from '../pace.ts';

/**
 * The label of each query's nearest row in Euclidean distance, decided in float64; of equally near ones the first.
 *
 * @param labels of the rows.
 * @param progress told the fraction of the pairs done.
 */
export async function nearestLabels(
  queries: PointSet,
  rows: PointSet,
  labels: Int32Array,
  pace: Pace,
  progress: (fraction: number) => void = () => undefined,
): Promise<Int32Array> {
  const found = new Int32Array(queries.count);
  const least = new Float64Array(queries.count).fill(Infinity);
  for await (const { fromX, toX, fromY, toY, products } of productTiles(queries, rows, pace)) {
    let at = 0;
    for (let i = fromX; i < toX; i++) {
      const own = queries.squaredNorms[i]! - estimateError(queries, i, rows);
      for (let j = fromY; j < toY; j++, at++) {
        // Written so that an overflow to NaN is looked at.
        if (own + rows.squaredNorms[j]! - 2 * products[at]! >= least[i]!) continue;
        const distance = squaredDistance(queries, i, rows, j);
        if (distance < least[i]!) {
          least[i] = distance;
          found[i] = labels[j]!;
        }
      }
    }
    progress((fromY * queries.count + toX * (toY - fromY)) / (queries.count * rows.count));
  }
  return found;
}
