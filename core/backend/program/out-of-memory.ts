const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`;

export interface OutOfMemoryOptions {
  readonly cause?: unknown;
  /** What does not fit. */
  readonly what?: string;
  /** What the person can do. */
  readonly remedy?: string;
}

/** A training step, or other work, does not fit into the memory there is. Nothing was changed. */
export class OutOfMemoryError extends Error {
  /** Bytes that it takes, at least. */
  readonly needed: number;
  /** Bytes that it may take; undefined where the device refused without saying how much there is. */
  readonly budget: number | undefined;
  readonly remedy: string;

  constructor(needed: number, budget?: number, { cause, remedy, what = 'A training step' }: OutOfMemoryOptions = {}) {
    const limit =
      budget === undefined ? 'which this device does not give' : `more than the ${mebibytes(budget)} that it may take`;
    super(`${what} needs ${mebibytes(needed)} of memory, ${limit}.`, { cause });
    this.name = 'OutOfMemoryError';
    this.needed = needed;
    this.budget = budget;
    this.remedy = remedy ?? 'Choose a smaller batch or network, or close other tabs and programs.';
  }
}
