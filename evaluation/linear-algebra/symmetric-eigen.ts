/** Eigenvalues, ascending, and their orthonormal eigenvectors as the columns of `vectors`, `[size, size]` row-major. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/** Cyclic Jacobi converges quadratically: 84 x 84 needs about 8 sweeps, and none known needs 30. */
const maximumSweeps = 60;

/**
 * Eigendecomposition of a symmetric matrix `[size, size]` in float64 by cyclic Jacobi rotations (Golub and Van Loan,
 * Matrix Computations, section 8.5), which is slower than tridiagonalisation but more accurate for small eigenvalues.
 * Only the symmetric part of the matrix is read.
 *
 * @throws RangeError when the matrix has another size or holds a number that is not finite.
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  if (matrix.length !== size * size) {
    throw new RangeError(`A ${size} x ${size} matrix has ${size * size} entries, not ${matrix.length}.`);
  }
  const a = symmetricPart(matrix, size);
  // Eigenvectors are kept as rows while rotating, so that a rotation touches two contiguous rows.
  const rows = new Float64Array(size * size);
  for (let i = 0; i < size; i++) rows[i * size + i] = 1;
  const scale = frobenius(a);
  if (!Number.isFinite(scale)) throw new RangeError('The matrix holds a number that is not finite.');
  const negligible = scale * Number.EPSILON ** 2;
  let sweeps = 0;
  while (offDiagonal(a, size) > scale * Number.EPSILON) {
    if (++sweeps > maximumSweeps) throw new RangeError('The eigenvalues did not converge.');
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p * size + q]!) > negligible) rotate(a, rows, size, p, q);
      }
    }
  }
  return sorted(a, rows, size);
}

function symmetricPart(matrix: Float64Array, size: number): Float64Array {
  const a = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) a[i * size + j] = (matrix[i * size + j]! + matrix[j * size + i]!) / 2;
  }
  return a;
}

function frobenius(a: Float64Array): number {
  let sum = 0;
  for (const x of a) sum += x * x;
  return Math.sqrt(sum);
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) sum += 2 * a[i * size + j]! * a[i * size + j]!;
  }
  return Math.sqrt(sum);
}

/** One rotation in the plane (p, q) that makes `a[p][q]` zero. */
function rotate(a: Float64Array, rows: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q]!;
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * apq);
  // The smaller root keeps the rotation under 45 degrees, which the convergence proof needs.
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  a[p * size + p]! -= t * apq;
  a[q * size + q]! += t * apq;
  a[p * size + q] = 0;
  a[q * size + p] = 0;
  const rowP = p * size;
  const rowQ = q * size;
  for (let k = 0; k < size; k++) {
    const x = rows[rowP + k]!;
    const y = rows[rowQ + k]!;
    rows[rowP + k] = c * x - s * y;
    rows[rowQ + k] = s * x + c * y;
    if (k === p || k === q) continue;
    const akp = a[rowP + k]!;
    const akq = a[rowQ + k]!;
    const newP = c * akp - s * akq;
    const newQ = s * akp + c * akq;
    a[rowP + k] = newP;
    a[k * size + p] = newP;
    a[rowQ + k] = newQ;
    a[k * size + q] = newQ;
  }
}

function sorted(a: Float64Array, rows: Float64Array, size: number): SymmetricEigen {
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[i * size + i]! - a[j * size + j]!);
  const values = new Float64Array(size);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    values[to] = a[from * size + from]!;
    for (let k = 0; k < size; k++) vectors[k * size + to] = rows[from * size + k]!;
  });
  return { values, vectors };
}
