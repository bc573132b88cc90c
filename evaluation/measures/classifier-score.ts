/**
 * The Inception Score's form with any classifier: exp E_x KL(p(y|x) || p(y)), p(y) the mean over the set, in one split
 * (Salimans et al. 2016, arXiv:1606.03498, section 4). From 1 (no information on the class) to the number of classes
 * (certain and balanced). It does not look at real data, so collapse within a class escapes it.
 *
 * @param probabilities `[n, classes]`, rows that sum to 1.
 * @param rows numbers of the rows to score, with repeats for a bootstrap; all of them by default.
 * @throws RangeError for an empty set.
 */
export function classifierScore(probabilities: Float32Array, classes: number, rows?: Int32Array): number {
  const count = rows?.length ?? probabilities.length / classes;
  if (!(count > 0)) throw new RangeError('The classifier score needs an example.');
  const marginal = new Float64Array(classes);
  let conditional = 0;
  for (let i = 0; i < count; i++) {
    const row = (rows ? rows[i]! : i) * classes;
    for (let k = 0; k < classes; k++) {
      const p = probabilities[row + k]!;
      marginal[k]! += p / count;
      conditional += xLogX(p) / count;
    }
  }
  // E KL(p(y|x) || p(y)) = E sum p(y|x) log p(y|x) - sum p(y) log p(y).
  return Math.exp(marginal.reduce((sum, p) => sum - xLogX(p), conditional));
}

/** p log p, continued by 0 to p = 0. */
function xLogX(p: number): number {
  return p === 0 ? 0 : p * Math.log(p);
}
