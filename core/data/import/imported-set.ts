/** A file that was left out of an import, and why, as a clause. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** What an imported set is, without its examples. */
export interface SetHeader {
  readonly kind: 'images' | 'points';
  /** Of one example: `[height, width, channels]`, or `[2]`. */
  readonly shape: readonly number[];
  /** Examples to train with, which come first, and held out. */
  readonly train: number;
  readonly test: number;
  /** Names of the classes; empty when unlabelled. */
  readonly classes: readonly string[];
}

/** A finite set that a person brought. */
export interface ImportedSet extends SetHeader {
  /** `[train + test, ...shape]`: bytes of images, coordinates of points. */
  readonly values: Uint8Array | Float32Array;
  /** Class of each example, where there are any. */
  readonly labels?: Uint16Array;
}

/** How an import is watched, and stopped. */
export interface ImportWatch {
  readonly signal?: AbortSignal;
  /** @param done 0 to 1. @param what it is at. */
  readonly progress?: (done: number, what: string) => void;
  /** Lets others have the thread for a moment. */
  readonly breathe?: () => Promise<void>;
}

/** What a person may choose of an import. */
export interface ImportOptions {
  /** Height and width that images are brought to; undefined leaves them as they are, which must be of one size then. */
  readonly side?: number;
  /** How images that are not square become so: cut to their middle, or squeezed. */
  readonly fit: 'crop' | 'stretch';
  /** 'auto' is grey where every image is. */
  readonly colour: 'auto' | 'grey' | 'colour';
  /** Share of the examples that is held out, where the files do not say which; 0 to 0.9. */
  readonly testShare: number;
}

export const defaultImportOptions: ImportOptions = { fit: 'crop', colour: 'auto', testShare: 0.1 };

/** Number of values of one example. */
export const valuesEach = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
