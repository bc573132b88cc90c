import { estimateError, productTiles, squaredDistance } from '../linear-algebra/pair-distances.ts';
import type { PointSet } from '../linear-algebra/pair-distances.ts';
import type { Pace } from '../pace.ts';

/**
 * The squared distance of each row of x to its k-th nearest row of y, `[x.count]` in float64. Within one set (x === y)
 * a row is no neighbour of itself; another row that equals it is one, at distance 0.
 *
 * @param progress told the fraction of the pairs done.
 * @throws RangeError when there are fewer than k neighbours.
 */
export async function kthNeighbours(
  x: PointSet,
  y: PointSet,
  k: number,
  pace: Pace,
  progress: (fraction: number) => void = () => undefined,
): Promise<Float64Array> {
  const neighbours = y.count - (x === y ? 1 : 0);
  if (k < 1 || neighbours < k) throw new RangeError(`There is no neighbour number ${k} among ${neighbours}.`);
  /** The k smallest so far of each row, ascending. */
  const nearest = new Float64Array(x.count * k).fill(Infinity);
  for await (const { fromX, toX, fromY, toY, products } of productTiles(x, y, pace)) {
    let at = 0;
    for (let i = fromX; i < toX; i++) {
      const last = (i + 1) * k - 1;
      const own = x.squaredNorms[i]! - estimateError(x, i, y);
      let worst = nearest[last]!;
      for (let j = fromY; j < toY; j++, at++) {
        // Written so that an overflow to NaN is looked at.
        if (own + y.squaredNorms[j]! - 2 * products[at]! >= worst || (x === y && i === j)) continue;
        const distance = squaredDistance(x, i, y, j);
        if (distance >= worst) continue;
        insert(nearest, i * k, last, distance);
        worst = nearest[last]!;
      }
    }
    progress((fromY * x.count + toX * (toY - fromY)) / (x.count * y.count));
  }
  return Float64Array.from({ length: x.count }, (_, i) => nearest[(i + 1) * k - 1]!);
}

/** Puts a value into the ascending values [first, last], the largest of which goes. */
function insert(values: Float64Array, first: number, last: number, value: number): void {
  let at = last;
  while (at > first && values[at - 1]! > value) {
    values[at] = values[at - 1]!;
    at--;
  }
  values[at] = value;
}
