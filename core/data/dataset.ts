/** 'train' is what players see; 'test' is held out. Procedural sets draw both from the same density. */
export type Split = 'train' | 'test';

export interface Batch {
  /** `[count, ...shape]` row-major; images in [0, 1]. */
  readonly x: Float32Array;
  /** Class of each example; empty when the set is unlabelled. */
  readonly labels: Int32Array;
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
  /** Shape of one example: `[2]` or `[height, width, channels]`. */
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
  readonly modes?: Modes;
  /** Natural log of the true density at points `[n, 2]`. */
  readonly logDensity?: (points: Float32Array) => Float64Array;
  /** Exact probability of each cell of a grid, row by row from the bottom left. There where `logDensity` is. */
  readonly cellMasses?: (grid: SquareGrid) => Float64Array;
  /** Half-width of the square around 0 that holds the data, for plots. Points only. */
  readonly extent?: number;
}

/** Reads a file of the app by its name under `data/`, e.g. over HTTP or from disk. */
export type AssetReader = (name: string) => Promise<Uint8Array>;
