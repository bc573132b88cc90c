import type { SquareGrid } from '../../core/data/dataset.ts';

/** Divergences in nats between the data P and what a model draws, Q. */
export interface Divergences {
  /** KL(P, Q) = sum p log(p / q). */
  readonly kl: number;
  /** KL(Q, P). */
  readonly reverseKl: number;
  /** KL(P, M) / 2 + KL(Q, M) / 2 with M = (P + Q) / 2: 0 to log 2. */
  readonly js: number;
}

/**
 * Chance with which a point is taken for one anywhere on the grid. Without it the divergences of a finite sample, which
 * leaves cells empty, would be infinite. The same for both sides, so that equal densities still have none.
 */
const blur = 1e-3;

/**
 * Divergences of two distributions over the same cells, given as masses that each sum to 1. Infinite where one has no
 * mass and the other has.
 * @throws RangeError for different numbers of cells, or masses that are no distribution.
 */
export function divergencesOf(p: Float64Array, q: Float64Array): Divergences {
  if (p.length !== q.length) throw new RangeError(`${p.length} cells can't be compared with ${q.length}`);
  for (const masses of [p, q]) {
    const total = masses.reduce((sum, mass) => sum + mass, 0);
    if (!(Math.abs(total - 1) < 1e-6)) throw new RangeError(`masses sum to ${total}, not 1`);
  }
  let [kl, reverseKl, js] = [0, 0, 0];
  for (let cell = 0; cell < p.length; cell++) {
    const [a, b] = [p[cell]!, q[cell]!];
    const middle = (a + b) / 2;
    if (a > 0) kl += a * Math.log(a / b);
    if (b > 0) reverseKl += b * Math.log(b / a);
    if (a > 0) js += (a / 2) * Math.log(a / middle);
    if (b > 0) js += (b / 2) * Math.log(b / middle);
  }
  // Rounding can leave -1e-17 for equal ones.
  return { kl: Math.max(kl, 0), reverseKl: Math.max(reverseKl, 0), js: Math.max(js, 0) };
}

/** The cell of each point `[n, 2]`, row by row from the bottom left; one number more, `side * side`, for all outside. */
export function cellsOf(points: Float32Array, { extent, side }: SquareGrid): Int32Array {
  const cells = new Int32Array(points.length / 2);
  const scale = side / (2 * extent);
  for (let i = 0; i < cells.length; i++) {
    const column = Math.floor((points[2 * i]! + extent) * scale);
    const row = Math.floor((points[2 * i + 1]! + extent) * scale);
    // False for NaN, which is outside.
    const inside = column >= 0 && column < side && row >= 0 && row < side;
    cells[i] = inside ? row * side + column : side * side;
  }
  return cells;
}

/**
 * Divergences between a density, known by its mass in each cell of a grid, and samples. Both sides count what lies
 * outside the grid as one cell more, and are mixed with a thousandth of equal shares (see `blur`). By the
 * data-processing inequality that makes them lower bounds of the true ones, but for the scatter of the sample: n
 * samples of the density itself have a KL of about (occupied cells) / 2n. Compare at equal n and grid only.
 */
export class GridDivergence {
  readonly #grid: SquareGrid;
  readonly #density: Float64Array;

  /** @param masses of the cells of the grid; what they lack to 1 is outside it. */
  constructor(masses: Float64Array, grid: SquareGrid) {
    this.#grid = grid;
    const inside = masses.reduce((sum, mass) => sum + mass, 0);
    this.#density = this.#blurred(Float64Array.from([...masses, Math.max(0, 1 - inside)]));
  }

  /** @throws RangeError without a point. */
  ofPoints(points: Float32Array): Divergences {
    return this.ofCells(cellsOf(points, this.#grid));
  }

  /** As `ofPoints`, from the points' cells. */
  ofCells(cells: Int32Array): Divergences {
    if (cells.length === 0) throw new RangeError('A divergence needs a sample.');
    const shares = new Float64Array(this.#density.length);
    for (const cell of cells) shares[cell]! += 1 / cells.length;
    return divergencesOf(this.#density, this.#blurred(shares));
  }

  #blurred(masses: Float64Array): Float64Array {
    return masses.map((mass) => (1 - blur) * mass + blur / masses.length);
  }
}
