/** 'train' is what players see; 'test' is held out. Procedural sets draw both from the same density. */
export type Split = 'train' | 'test';

export interface Batch {
  /** `[count, ...shape]` row-major; images in [0, 1]. */
  readonly x: Float32Array;
  /** Class of each example; empty when the set is unlabelled. */
  readonly labels: Int32Array;
  /**
   * `[count, ...pair.shape]`: examples of the second domain, where the set has one. It may be drawn when it is first read,
   * and is that of the examples that the batch has then.
   */
  readonly pair?: Float32Array;
}

/** A second domain beside the first. */
export interface PairedDomain {
  /** Shape of one example of the second domain. */
  readonly shape: readonly number[];
  /**
   * Whether row i of `Batch.pair` belongs to row i of `Batch.x`. Otherwise the domains of a training batch are drawn
   * independently; test examples always belong together, so that a translation can be scored.
   */
  readonly matched: boolean;
}

/** The causes behind each example, known because the set was drawn from them. */
export interface Factors {
  readonly names: readonly string[];
  /** Number of values of each factor: value f of a row lies in 0 ... sizes[f] - 1. */
  readonly sizes: readonly number[];
  /** Images of factor values `[n, F]` row-major, as `[n, ...shape]`. @throws RangeError for a value outside its size. */
  render(values: Int32Array): Float32Array;
  /** Values of examples `[start, start + count)` of a split, `[count, F]`. @throws RangeError past the end. */
  of(split: Split, start: number, count: number): Int32Array;
}

/** Equal-weight Gaussian modes, where the density has that form. */
export interface Modes {
  /** `[count, 2]` row-major. */
  readonly centres: Float64Array;
  readonly std: number;
}

/** Equal cells, `side` a side, over the square [-extent, extent]^2. */
export interface SquareGrid {
  readonly extent: number;
  readonly side: number;
}

export interface Dataset {
  readonly id: string;
  /** Shape of one example: `[2]`, `[height, width, channels]` or, of a sequence, `[frames, height, width, channels]`. */
  readonly shape: readonly number[];
  /** Number of classes, 0 when unlabelled. */
  readonly classes: number;
  /** Examples of a split; Infinity for procedural sets. */
  count(split: Split): number;
  /**
   * The training batch number `index` (0, 1, ...) of a run: a pure function, so that a resume needs no cursor.
   *
   * @param into An earlier batch of this size, whose arrays may be used again: nothing need be allocated then.
   */
  batch(seed: number, index: number, size: number, into?: Batch): Batch;
  /** Examples `[start, start + count)` of a split in a fixed order. @throws RangeError past the end. */
  examples(split: Split, start: number, count: number): Batch;
  /** Classes of examples `[start, start + count)`, without drawing them. @throws RangeError past the end. */
  labels?(split: Split, start: number, count: number): Int32Array;
  readonly modes?: Modes;
  /** Natural log of the true density at points `[n, 2]`. */
  readonly logDensity?: (points: Float32Array) => Float64Array;
  /** Exact probability of each cell of a grid, row by row from the bottom left. There where `logDensity` is. */
  readonly cellMasses?: (grid: SquareGrid) => Float64Array;
  /** Half-width of the square around 0 that holds the data, for plots. Points only. */
  readonly extent?: number;
  readonly pair?: PairedDomain;
  readonly factors?: Factors;
  /**
   * Where the lesions are in examples `[start, start + count)`: 1 inside and 0 elsewhere, `[count, height, width]`.
   * Labels are then 0 for a healthy example and 1 for one with a lesion. @throws RangeError past the end.
   */
  readonly lesions?: (split: Split, start: number, count: number) => Uint8Array;
  /** Each channel is a handwritten digit of its own; the label has their values as decimal places, the first channel's highest. */
  readonly digits?: number;
}

/** Reads a file of the app by its name under `data/`, e.g. over HTTP or from disk. */
export type AssetReader = (name: string) => Promise<Uint8Array>;
