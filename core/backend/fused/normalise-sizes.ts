/** Which values are normalised together. */
export interface NormAttributes {
  /** All of each example (layer norm), or each channel of the last axis over everything else (batch norm). */
  readonly layer: boolean;
  readonly epsilon: number;
}

/** Sizes of a normalisation as its kernels see it: statistics of each row (layer norm) or of each column (batch norm). */
export function normSizes(shape: readonly number[], channels: number, layer: boolean) {
  const size = (lengths: readonly number[]): number => lengths.reduce((product, length) => product * length, 1);
  const [rows, columns] = layer ? [shape[0]!, size(shape.slice(1))] : [size(shape.slice(0, -1)), shape.at(-1)!];
  return { rows, columns, channels };
}
