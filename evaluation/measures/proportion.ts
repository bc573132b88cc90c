/** The square of the two-sided 95% point of the standard normal distribution. */
const z2 = 1.959963984540054 ** 2;

/**
 * The 95% interval of a proportion that was seen `hits` times in `count` (Wilson 1927): it stays within [0, 1] and is
 * not empty at either end.
 */
export function proportionInterval(hits: number, count: number): readonly [number, number] {
  const p = hits / count;
  const centre = (p + z2 / (2 * count)) / (1 + z2 / count);
  const half = Math.sqrt(z2 * ((p * (1 - p)) / count + z2 / (4 * count * count))) / (1 + z2 / count);
  return [Math.max(centre - half, 0), Math.min(centre + half, 1)];
}

/** Examples whose two labels are equal. @throws RangeError for different numbers of labels. */
export function agreements(a: Int32Array, b: Int32Array): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} labels do not compare with ${b.length}.`);
  return a.reduce((sum, label, i) => sum + (label === b[i] ? 1 : 0), 0);
}

/** The class of the largest value in each row of `[count, classes]`, probabilities or logits; of equals the first. */
export function likeliest(values: Float32Array, classes: number): Int32Array {
  return Int32Array.from({ length: values.length / classes }, (_, i) => {
    const row = values.subarray(i * classes, (i + 1) * classes);
    return row.reduce((best, value, k) => (value > row[best]! ? k : best), 0);
  });
}
