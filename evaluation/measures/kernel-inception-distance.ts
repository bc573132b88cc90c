import type { Rows } from '../linear-algebra/moments.ts';
import { RowProducts, scriptProcessor } from '../linear-algebra/row-products.ts';
import type { Processor, Side } from '../linear-algebra/row-products.ts';

export interface KernelInceptionDistance {
  /** Mean of the unbiased estimates; small negative values are valid. */
  readonly mean: number;
  /** Standard deviation of the estimates over the subsets. */
  readonly std: number;
}

/** Rows of one side handled between two yields: about a millisecond at 1,000 x 84. */
const rowsATurn = 64;

/**
 * Kernel Inception Distance (Binkowski et al. 2018, arXiv:1801.01401): the squared maximum mean discrepancy
 * with the kernel k(x, y) = (x.y / d + 1)^3, by the unbiased U-statistic, averaged over pairs of subsets.
 * Yields often, so that a caller can take turns with other work.
 *
 * @param x, y features `[n, dimension]`
 * @param subsets for each estimate, the row numbers to take of x and of y; at least two of each.
 * @param processor of the products of rows.
 */
export function* kernelInceptionDistance(
  x: Rows,
  y: Rows,
  dimension: number,
  subsets: Iterable<readonly [ArrayLike<number>, ArrayLike<number>]>,
  processor: Processor = scriptProcessor,
): Generator<void, KernelInceptionDistance> {
  const estimates: number[] = [];
  let products: RowProducts | undefined;
  for (const [fromX, fromY] of subsets) {
    const rows = Math.max(fromX.length, fromY.length);
    if (!products?.holds(rows)) products = new RowProducts(processor, dimension, rows, rowsATurn);
    products.place(0, x, fromX);
    products.place(1, y, fromY);
    estimates.push(yield* squaredDiscrepancy(products, dimension));
  }
  if (estimates.length === 0) throw new RangeError('The kernel distance needs a subset.');
  const mean = estimates.reduce((sum, e) => sum + e, 0) / estimates.length;
  const variance = estimates.reduce((sum, e) => sum + (e - mean) ** 2, 0) / estimates.length;
  return { mean, std: Math.sqrt(variance) };
}

/** The unbiased squared MMD of two sets of rows: pairs of a row with itself are left out of both inner sums. */
function* squaredDiscrepancy(products: RowProducts, dimension: number): Generator<void, number> {
  const [n, m] = [products.count(0), products.count(1)];
  if (n < 2 || m < 2) throw new RangeError('The unbiased discrepancy needs at least two rows on each side.');
  const withinX = 2 * (yield* kernelSum(products, 0, 0, dimension));
  const withinY = 2 * (yield* kernelSum(products, 1, 1, dimension));
  const between = yield* kernelSum(products, 0, 1, dimension);
  return withinX / (n * (n - 1)) + withinY / (m * (m - 1)) - (2 * between) / (n * m);
}

/** Sum of k over all pairs of rows of two sides; within one side over each pair of different rows once. */
function* kernelSum(products: RowProducts, x: Side, y: Side, dimension: number): Generator<void, number> {
  const [n, m] = [products.count(x), products.count(y)];
  let sum = 0;
  for (let start = 0; start < n; start += rowsATurn) {
    const end = Math.min(start + rowsATurn, n);
    const fromY = x === y ? start : 0;
    const { values, stride } = products.block(x, start, end, y, fromY);
    for (let i = start; i < end; i++) {
      const row = (i - start) * stride - fromY;
      let rowSum = 0;
      for (let j = x === y ? i + 1 : 0; j < m; j++) rowSum += kernel(values[row + j]!, dimension);
      sum += rowSum;
    }
    yield;
  }
  return sum;
}

function kernel(product: number, dimension: number): number {
  const base = product / dimension + 1;
  return base * base * base;
}
