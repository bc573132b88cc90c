/**
 * The mode of each image of several digits, by a classifier's likeliest digit in each channel: 100 a + 10 b + c for
 * three (Metz et al. 2017, arXiv:1611.02163, section 3.3.1).
 *
 * @param probabilities `[count, digits * classes]`, of one digit after another.
 */
export function stackedModes(probabilities: Float32Array, digits: number, classes = 10): Int32Array {
  const modes = new Int32Array(probabilities.length / (digits * classes));
  for (let i = 0; i < modes.length; i++) {
    let mode = 0;
    for (let digit = 0; digit < digits; digit++) {
      const first = (i * digits + digit) * classes;
      let likeliest = 0;
      for (let k = 1; k < classes; k++)
        if (probabilities[first + k]! > probabilities[first + likeliest]!) likeliest = k;
      mode = mode * classes + likeliest;
    }
    modes[i] = mode;
  }
  return modes;
}
