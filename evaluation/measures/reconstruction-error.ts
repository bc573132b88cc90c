/**
 * Squared error of each example's reconstruction, averaged over its pixels and channels: `[count]` in float64.
 * Images in [0, 1], so that 0.01 is an error of a tenth of the range.
 *
 * @param x, reconstruction `[count, size]`. @throws RangeError when their lengths differ.
 */
export function reconstructionErrors(x: Float32Array, reconstruction: Float32Array, size: number): Float64Array {
  if (x.length !== reconstruction.length) {
    throw new RangeError(`${x.length} values were reconstructed as ${reconstruction.length}.`);
  }
  const errors = new Float64Array(x.length / size);
  for (let i = 0; i < errors.length; i++) {
    let sum = 0;
    for (let k = i * size; k < (i + 1) * size; k++) sum += (x[k]! - reconstruction[k]!) ** 2;
    errors[i] = sum / size;
  }
  return errors;
}

/** Peak signal-to-noise ratio in decibels of a mean squared error of values in [0, 1]; infinite for none. */
export const peakSignalToNoise = (meanSquaredError: number): number => -10 * Math.log10(meanSquaredError);
