const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`;

/** A training step does not fit into the memory there is. Nothing was changed. */
export class OutOfMemoryError extends Error {
  /** Bytes that the step takes. */
  readonly needed: number;
  /** Bytes that it may take; undefined where the device refused without saying how much there is. */
  readonly budget: number | undefined;

  constructor(needed: number, budget?: number, cause?: unknown) {
    const limit =
      budget === undefined ? 'which this device does not give' : `more than the ${mebibytes(budget)} that it may take`;
    super(
      `A training step needs ${mebibytes(needed)} of memory, ${limit}. ` +
        'Choose a smaller batch or network, or close other tabs and programs.',
      { cause },
    );
    this.name = 'OutOfMemoryError';
    this.needed = needed;
    this.budget = budget;
  }
}
