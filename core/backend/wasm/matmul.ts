import * as tf from '../tf.ts';
import { address, elements, floats, reshaped } from './heap.ts';
import type { WasmBackend } from './heap.ts';

/** A row-major matrix somewhere in the heap, with the id under which the WASM module knows it. */
export interface Matrix {
  readonly id: number;
  readonly rows: number;
  readonly columns: number;
}

export type Multiply = (a: Matrix, b: Matrix, out: Matrix) => void;

/**
 * out = a b, by XNNPACK. It packs `b` once and remembers it by id for as long as the id lives, so `b` must not be
 * written to under the same id: parameters are new tensors after every update.
 */
export function createMultiply(backend: WasmBackend): Multiply {
  const batchMatMul = backend.wasm.cwrap('BatchMatMul', null, [
    'number',
    'array',
    'number',
    'number',
    'array',
    'number',
    'number',
    'number',
    'number',
  ]);
  const shape = (m: Matrix) => new Uint8Array(new Int32Array([1, m.rows, m.columns]).buffer);
  return (a, b, out) => batchMatMul(a.id, shape(a), 3, b.id, shape(b), 3, 0, 0, out.id);
}

/** A window on part of a tensor's memory as a matrix; the callback's end forgets it, with what was packed for it. */
export function withWindow<T>(
  backend: WasmBackend,
  info: tf.TensorInfo,
  firstElement: number,
  rows: number,
  columns: number,
  use: (matrix: Matrix) => T,
): T {
  const id = backend.dataIdNextNumber++;
  const { tfjs } = backend.wasm;
  tfjs.registerTensor(id, rows * columns, address(backend, info) + 4 * firstElement);
  try {
    return use({ id, rows, columns });
  } finally {
    tfjs.disposeData(id);
  }
}

/** A whole tensor as a matrix; what is packed for it lives as long as the tensor. */
export function asMatrix(backend: WasmBackend, info: tf.TensorInfo, rows: number, columns: number): Matrix {
  return { id: backend.dataIdMap.get(info.dataId).id, rows, columns };
}

/** Each `[rows, columns]` matrix of a stack transposed, as a new tensor. */
export function transposed(
  backend: WasmBackend,
  info: tf.TensorInfo,
  batch: number,
  rows: number,
  columns: number,
): tf.TensorInfo {
  const out = backend.makeOutput([batch, columns, rows], 'float32');
  const source = floats(backend, info);
  const target = floats(backend, out);
  const size = rows * columns;
  // Square blocks keep both the lines read and the lines written in the first-level cache.
  const block = 16;
  for (let offset = 0; offset < batch * size; offset += size) {
    for (let row0 = 0; row0 < rows; row0 += block) {
      const row1 = Math.min(row0 + block, rows);
      for (let column0 = 0; column0 < columns; column0 += block) {
        const column1 = Math.min(column0 + block, columns);
        for (let column = column0; column < column1; column++) {
          const to = offset + column * rows;
          const from = offset + column;
          for (let row = row0; row < row1; row++) target[to + row] = source[from + row * columns]!;
        }
      }
    }
  }
  return out;
}

/**
 * BatchMatMul for the WASM backend. The stock kernel falls to a naive loop, 20 to 30 times slower, as soon as a side
 * is transposed or batched; here every case reaches XNNPACK, after an explicit transpose where one is asked for.
 */
export function createMatMulKernel(multiply: Multiply) {
  return (backend: WasmBackend, a: tf.TensorInfo, b: tf.TensorInfo, transposeA: boolean, transposeB: boolean) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') {
      throw new Error(`matMul needs float32 on both sides, not ${a.dtype} and ${b.dtype}.`);
    }
    const [aRows, aColumns] = lastTwo(a.shape, transposeA);
    const [bRows, bColumns] = lastTwo(b.shape, transposeB);
    if (aColumns !== bRows) {
      throw new Error(`matMul of [${a.shape.join()}] and [${b.shape.join()}]: ${aColumns} columns meet ${bRows} rows.`);
    }
    const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const aBatch = elements(a.shape.slice(0, -2));
    const bBatch = elements(b.shape.slice(0, -2));
    const batch = elements(outer);
    if (batch !== Math.max(aBatch, bBatch)) {
      throw new Error(`matMul cannot broadcast batches of [${a.shape.join()}] and [${b.shape.join()}].`);
    }
    const outShape = [...outer, aRows, bColumns];
    const left = transposeA ? transposed(backend, a, aBatch, aColumns, aRows) : reshaped(backend, a, a.shape);
    const right = transposeB ? transposed(backend, b, bBatch, bColumns, bRows) : reshaped(backend, b, b.shape);
    const out = backend.makeOutput(outShape, 'float32');
    if (elements(outShape) > 0) {
      if (aColumns === 0) floats(backend, out).fill(0);
      else if (batch === 1) {
        multiply(
          asMatrix(backend, left, aRows, aColumns),
          asMatrix(backend, right, bRows, bColumns),
          asMatrix(backend, out, aRows, bColumns),
        );
      } else {
        for (let i = 0; i < batch; i++) {
          const aStart = (aBatch === 1 ? 0 : i) * aRows * aColumns;
          const bStart = (bBatch === 1 ? 0 : i) * bRows * bColumns;
          withWindow(backend, left, aStart, aRows, aColumns, (aMatrix) =>
            withWindow(backend, right, bStart, bRows, bColumns, (bMatrix) =>
              withWindow(backend, out, i * aRows * bColumns, aRows, bColumns, (outMatrix) =>
                multiply(aMatrix, bMatrix, outMatrix),
              ),
            ),
          );
        }
      }
    }
    backend.disposeData(left.dataId);
    backend.disposeData(right.dataId);
    return out;
  };
}

function lastTwo(shape: readonly number[], transpose: boolean): [number, number] {
  const rows = shape[shape.length - 2]!;
  const columns = shape[shape.length - 1]!;
  return transpose ? [columns, rows] : [rows, columns];
}
