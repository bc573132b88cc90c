import * as tf from '../../core/backend/tf.ts';
import type { Pace } from '../pace.ts';

/** Rows to measure distances between: float32 features as they came, `[count, dimension]`. */
export interface PointSet {
  readonly rows: Float32Array;
  readonly dimension: number;
  readonly count: number;
  /** Squared length of each row. */
  readonly squaredNorms: Float64Array;
  readonly largestNorm: number;
}

/** The inner products of rows [fromX, toX) of one set with rows [fromY, toY) of another, in float32, row-major. */
interface Tile {
  readonly fromX: number;
  readonly toX: number;
  readonly fromY: number;
  readonly toY: number;
  readonly products: Float32Array;
}

/** Sides of a tile: 256 x 2048 products are 2 MiB, and take a few milliseconds at 84 features. */
const tileRows = 256;
const tileColumns = 2048;
/** Half the spacing of float32 at 1: the relative error of one rounding. */
const roundoff = 2 ** -24;
/** More than what products that vanish below the range of float32 can add up to. */
const underflow = 1e-30;

/** @throws RangeError for a broken row or a value that is not finite. */
export function pointSet(rows: Float32Array, dimension: number): PointSet {
  const count = rows.length / dimension;
  if (!Number.isInteger(count)) throw new RangeError(`${rows.length} numbers do not make rows of ${dimension}.`);
  const squaredNorms = new Float64Array(count);
  let largest = 0;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = i * dimension; k < (i + 1) * dimension; k++) sum += rows[k]! * rows[k]!;
    if (!Number.isFinite(sum)) throw new RangeError(`Row ${i} holds a number that is not finite.`);
    squaredNorms[i] = sum;
    largest = Math.max(largest, sum);
  }
  return { rows, dimension, count, squaredNorms, largestNorm: Math.sqrt(largest) };
}

/** |x_i - y_j|^2 in float64, by differences: exactly 0 for equal rows, and the same both ways. */
export function squaredDistance(x: PointSet, i: number, y: PointSet, j: number): number {
  const { dimension } = x;
  const [a, b] = [x.rows, y.rows];
  let sum = 0;
  for (let k = 0, p = i * dimension, q = j * dimension; k < dimension; k++) {
    const difference = a[p + k]! - b[q + k]!;
    sum += difference * difference;
  }
  return sum;
}

/**
 * How far |x_i|^2 + |y_j|^2 - 2 x_i.y_j with a float32 product can be from the squared distance, for any j: twice the
 * bound d u |x| |y| on an inner product's rounding in any order of summation (Higham, Accuracy and Stability of
 * Numerical Algorithms, section 3.1), doubled.
 */
export function estimateError(x: PointSet, i: number, y: PointSet): number {
  return 4 * (x.dimension + 4) * roundoff * Math.sqrt(x.squaredNorms[i]!) * y.largestNorm + underflow;
}

/**
 * Inner products of all pairs of rows, a tile at a time, by the current backend's matrix product: all pairs are never
 * held. They are estimates in float32. Whoever takes a decision closer than `estimateError` takes it by
 * `squaredDistance`, so that the result is that of float64 on every backend.
 */
export async function* productTiles(x: PointSet, y: PointSet, pace: Pace): AsyncGenerator<Tile> {
  if (x.dimension !== y.dimension) throw new RangeError(`Rows of ${x.dimension} and of ${y.dimension} differ.`);
  for (let fromY = 0; fromY < y.count; fromY += tileColumns) {
    const toY = Math.min(fromY + tileColumns, y.count);
    const columns = matrix(y, fromY, toY);
    try {
      for (let fromX = 0; fromX < x.count; fromX += tileRows) {
        await pace.turn();
        const toX = Math.min(fromX + tileRows, x.count);
        const products = tf.tidy(() => tf.matMul(matrix(x, fromX, toX), columns, false, true));
        try {
          yield { fromX, toX, fromY, toY, products: (await products.data()) as Float32Array };
        } finally {
          products.dispose();
        }
      }
    } finally {
      columns.dispose();
    }
  }
}

function matrix({ rows, dimension }: PointSet, from: number, to: number): tf.Tensor2D {
  return tf.tensor2d(rows.subarray(from * dimension, to * dimension), [to - from, dimension]);
}
