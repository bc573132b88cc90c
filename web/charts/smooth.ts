/**
 * Debiased exponential moving average, as TensorBoard shows it: the start is not drawn towards zero. `weight` of the
 * past in [0, 1). Missing and non-finite values stay missing and do not enter the average.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0;
  let total = 0;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null;
    sum = weight * sum + (1 - weight) * value;
    total = weight * total + (1 - weight);
    return sum / total;
  });
}
