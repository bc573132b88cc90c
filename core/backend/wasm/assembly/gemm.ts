import { float, int, pointer } from './arguments';
import { Left, Right } from './matrix-product';
import { multiplyVector, vectorColumns } from './vector-product';
import { multiplyShare, repeatBias, setEpilogue, share, workspace } from './workspace';

export function gemm(at: usize, scratch: usize, thread: i32, threads: i32): void {
  const batch = int(at, 0);
  const m = int(at, 1);
  const n = int(at, 2);
  const k = int(at, 3);
  const transposeA = int(at, 4);
  const transposeB = int(at, 5);
  const strideA = <usize>int(at, 6) << 2;
  const strideB = <usize>int(at, 7) << 2;
  const hasBias = int(at, 8);
  const out = pointer(at, 11);
  const a = pointer(at, 12);
  const b = pointer(at, 13);
  const product = workspace(scratch, thread, n, 0, 0);
  setEpilogue(product.epilogue, hasBias ? pointer(at, 14) : 0, n, int(at, 9), float(at, 10));
  product.left = transposeA ? Left.transposed : Left.rows;
  product.strideA = transposeA ? m : k;
  product.right = transposeB ? Right.transposed : Right.rows;
  product.strideB = transposeB ? k : n;
  product.k = k;
  product.strideOut = n;
  // One row with a matrix whose rows run along the result, or a matrix turned likewise with one column.
  const oneRow = m == 1 && !transposeB;
  const oneColumn = n == 1 && transposeA == 1 && !oneRow;
  const length = oneRow ? n : m;
  const from = share(length, vectorColumns, thread, threads);
  const to = share(length, vectorColumns, thread + 1, threads);
  if (oneColumn) repeatBias(product.epilogue);
  for (let i = 0; i < batch; i++) {
    product.a = a + <usize>i * strideA;
    product.b = b + <usize>i * strideB;
    product.out = out + (<usize>i * <usize>(m * n) << 2);
    if (oneRow || oneColumn) {
      const vector = oneRow ? product.a : product.b;
      const matrix = oneRow ? product.b : product.a;
      const pitch = <usize>length << 2;
      multiplyVector(vector, k, matrix, pitch, product.out, from, to, oneColumn, product.epilogue, product.tile);
    } else multiplyShare(product, m, n, thread, threads);
  }
}
