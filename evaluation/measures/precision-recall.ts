import { estimateError, productTiles, squaredDistance } from '../linear-algebra/pair-distances.ts';
import type { PointSet } from '../linear-algebra/pair-distances.ts';
import type { Pace } from '../pace.ts';
import { meanOf } from './mean.ts';
import type { Estimate } from './mean.ts';
import { kthNeighbours } from './nearest-neighbours.ts';

/** Neighbours that set the size of a ball, as in the paper of density and coverage. */
export const neighbourhood = 5;

/** Each with its standard error for these balls; where the balls would lie for other draws is not in it. */
export interface PrecisionRecall {
  /** Share of generated rows within a ball of real ones. */
  readonly precision: Estimate;
  /** Share of real rows within a ball of generated ones. */
  readonly recall: Estimate;
  /** Real balls around a generated row, over k: 1 is expected of equal distributions, and it may be more. */
  readonly density: Estimate;
  /** Share of real rows whose ball holds a generated one. */
  readonly coverage: Estimate;
}

/** A set with a ball around each row, whose squared radius is the squared distance to its k-th neighbour in the set. */
export interface Balls {
  readonly points: PointSet;
  readonly squaredRadii: Float64Array;
}

/** Balls to the k-th nearest other row. @throws RangeError for k rows or fewer. */
export async function ballsAround(points: PointSet, pace: Pace, progress?: (fraction: number) => void): Promise<Balls> {
  return { points, squaredRadii: await kthNeighbours(points, points, neighbourhood, pace, progress) };
}

/**
 * Improved precision and recall (Kynkaanniemi et al. 2019, arXiv:1904.06991) and density and coverage (Naeem et al.
 * 2020, arXiv:2002.09797), with k = 5, the row itself no neighbour, and the inside of a ball open. Distances come in
 * tiles: memory grows with the rows, not with the pairs.
 */
export async function precisionRecall(
  generated: Balls,
  real: Balls,
  pace: Pace,
  progress: (fraction: number) => void = () => undefined,
): Promise<PrecisionRecall> {
  const [x, y] = [generated.points, real.points];
  /** Real balls around each generated row, generated rows in each real ball, generated balls around each real row. */
  const ballsOver = new Float64Array(x.count);
  const rowsWithin = new Float64Array(y.count);
  const recalled = new Uint8Array(y.count);
  for await (const { fromX, toX, fromY, toY, products } of productTiles(x, y, pace)) {
    let at = 0;
    for (let i = fromX; i < toX; i++) {
      const own = x.squaredNorms[i]!;
      const error = estimateError(x, i, y);
      const ownRadius = generated.squaredRadii[i]!;
      for (let j = fromY; j < toY; j++, at++) {
        const radius = real.squaredRadii[j]!;
        let distance = own + y.squaredNorms[j]! - 2 * products[at]!;
        // Surely outside both balls, as most pairs are; an overflow to NaN is not sure.
        if (distance > radius + error && distance > ownRadius + error) continue;
        if (!(Math.abs(distance - radius) > error && Math.abs(distance - ownRadius) > error)) {
          distance = squaredDistance(x, i, y, j);
        }
        if (distance < radius) {
          ballsOver[i]!++;
          rowsWithin[j]!++;
        }
        if (distance < ownRadius) recalled[j] = 1;
      }
    }
    progress((fromY * x.count + toX * (toY - fromY)) / (x.count * y.count));
  }
  const share = (counts: Float64Array) => meanOf(counts.map((count) => (count > 0 ? 1 : 0)));
  return {
    precision: share(ballsOver),
    recall: share(Float64Array.from(recalled)),
    density: densityOf(ballsOver, rowsWithin),
    coverage: share(rowsWithin),
  };
}

/** A mean over pairs varies with the rows of both sides. */
function densityOf(ballsOver: Float64Array, rowsWithin: Float64Array): Estimate {
  const overGenerated = meanOf(ballsOver.map((count) => count / neighbourhood));
  const overReal = meanOf(rowsWithin.map((count) => (count * rowsWithin.length) / (ballsOver.length * neighbourhood)));
  return { mean: overGenerated.mean, standardError: Math.hypot(overGenerated.standardError, overReal.standardError) };
}
