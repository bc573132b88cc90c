import * as tf from '../../core/backend/tf.ts';
import { wasmFolder } from '../../core/backend/wasm/start.ts';
import { instantiate, loadKernels } from '../../core/backend/wasm/kernel-files.ts';
import type { Kernels } from '../../core/backend/wasm/kernel-files.ts';
import type { Rows } from './moments.ts';

/** Rows that lie beside each other, number by number. */
const panelRows = 4;
/** Bytes of the kernel's memory that are its own. */
const reserved = 65536;
const pageBytes = 65536;

type Kernel = Kernels['rowProducts'];

/** Something that computes products on a memory of so many bytes or more. */
export type Processor = (bytes: number) => { readonly buffer: ArrayBuffer; readonly kernel: Kernel };

/** Which of the two sets of rows. */
export type Side = 0 | 1;

/**
 * Inner products in float64 between the rows of two sets, a block at a time. Each product adds its terms one after
 * another: the bits are those of a plain loop on every processor.
 */
export class RowProducts {
  readonly #dimension: number;
  readonly #kernel: Kernel;
  readonly #values: Float64Array;
  readonly #sideBytes: number;
  readonly #out: number;
  readonly #counts: [number, number] = [0, 0];

  /** @param rows of a set, at most. @param blockRows rows of a block, at most, a multiple of four. */
  constructor(processor: Processor, dimension: number, rows: number, blockRows: number) {
    const [padded, paddedBlock] = [roundUp(rows), roundUp(blockRows)];
    this.#dimension = dimension;
    this.#sideBytes = 8 * padded * dimension;
    this.#out = reserved + 2 * this.#sideBytes;
    const { buffer, kernel } = processor(this.#out + 8 * padded * paddedBlock);
    this.#values = new Float64Array(buffer);
    this.#kernel = kernel;
  }

  /** Whether sets of so many rows have room. */
  holds(rows: number): boolean {
    return 8 * roundUp(rows) * this.#dimension <= this.#sideBytes;
  }

  /** Makes rows `which` of `[n, dimension]` one of the sets, in place of what it was. */
  place(side: Side, rows: Rows, which: ArrayLike<number>): void {
    const dimension = this.#dimension;
    const panel = panelRows * dimension;
    const first = (reserved + side * this.#sideBytes) / 8;
    this.#counts[side] = which.length;
    for (let i = 0; i < roundUp(which.length); i++) {
      const to = first + Math.floor(i / panelRows) * panel + (i % panelRows);
      const from = i < which.length ? which[i]! * dimension : undefined;
      for (let k = 0; k < dimension; k++) this.#values[to + k * panelRows] = from === undefined ? 0 : rows[from + k]!;
    }
  }

  count(side: Side): number {
    return this.#counts[side];
  }

  /**
   * Products of rows [fromX, toX) of one set with rows [fromY, count) of one, both from a multiple of four.
   *
   * @returns row-major with `stride` numbers a row, the first `count - fromY` of which are products; good until the next call.
   */
  block(x: Side, fromX: number, toX: number, y: Side, fromY: number): { values: Float64Array; stride: number } {
    const columns = this.#counts[y] - fromY;
    const row = 8 * this.#dimension;
    const start = (side: Side, from: number) => reserved + side * this.#sideBytes + from * row;
    this.#kernel(start(x, fromX), toX - fromX, start(y, fromY), columns, this.#dimension, this.#out);
    const stride = roundUp(columns);
    return { values: this.#values.subarray(this.#out / 8, this.#out / 8 + stride * (toX - fromX)), stride };
  }
}

const roundUp = (rows: number): number => Math.ceil(rows / panelRows) * panelRows;

/** The fastest processor that the current backend has. */
export async function fastestProcessor(): Promise<Processor> {
  // Asked by name, since asking for the backend starts one where none was chosen.
  const folder = tf.getBackend() === 'wasm' ? wasmFolder() : undefined;
  if (folder === undefined) return scriptProcessor;
  const module = await loadKernels(folder, 'reproducible');
  return (bytes) => {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / pageBytes) });
    const { rowProducts } = instantiate(module, memory);
    return { buffer: memory.buffer, kernel: rowProducts };
  };
}

/** Without WebAssembly: several times slower, with the same bits. */
export const scriptProcessor: Processor = (bytes) => {
  const buffer = new ArrayBuffer(bytes);
  const values = new Float64Array(buffer);
  const kernel: Kernel = (x, rows, y, columns, length, out) => {
    const stride = roundUp(columns);
    for (let i = 0; i < rows; i += 2) {
      const panel = x / 8 + Math.floor(i / panelRows) * panelRows * length + (i % panelRows);
      for (let j = 0; j < columns; j += panelRows) {
        twoRows(values, panel, y / 8 + j * length, length, out / 8 + i * stride + j, stride);
      }
    }
  };
  return { buffer, kernel };
};

/** The products of two neighbours in a panel with the four rows of another: all that registers can hold. */
function twoRows(values: Float64Array, x: number, y: number, length: number, out: number, stride: number): void {
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const end = x + length * panelRows; x < end; x += panelRows, y += panelRows) {
    const u = values[x]!;
    const v = values[x + 1]!;
    const p = values[y]!;
    const q = values[y + 1]!;
    const r = values[y + 2]!;
    const s = values[y + 3]!;
    a += u * p;
    b += u * q;
    c += u * r;
    d += u * s;
    e += v * p;
    f += v * q;
    g += v * r;
    h += v * s;
  }
  values.set([a, b, c, d], out);
  values.set([e, f, g, h], out + stride);
}
