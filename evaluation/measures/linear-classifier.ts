/** Rounds of the descent: the loss of some hundred rows has long settled by then. */
const rounds = 400;
/** Adam (Kingma and Ba 2015) with its usual decays and a long step, on standardised features. */
const stepSize = 0.1;
const [decay1, decay2] = [0.9, 0.999];

/** Tells the class of a row `[dimension]` that starts at an offset. */
export type LinearClassifier = (features: Float64Array, offset: number) => number;

/**
 * A linear classifier by softmax regression on standardised features, in float64; its training loss is convex and it
 * starts from zero, so that equal rows give an equal classifier. Yields after each round.
 *
 * @param features `[count, dimension]`, of which one that never changes is left out. @param labels below `classes`.
 */
export function* linearClassifier(
  features: Float64Array,
  dimension: number,
  labels: Int32Array,
  classes: number,
): Generator<void, LinearClassifier> {
  const count = labels.length;
  const { mean, scale } = standardisation(features, dimension);
  const inputs = features.map((value, at) => (value - mean[at % dimension]!) * scale[at % dimension]!);
  const width = dimension + 1;
  const weights = new Float64Array(classes * width);
  const first = new Float64Array(weights.length);
  const second = new Float64Array(weights.length);
  const logits = new Float64Array(classes);
  for (let round = 1; round <= rounds; round++) {
    const gradient = new Float64Array(weights.length);
    for (let i = 0; i < count; i++) {
      score(inputs, i * dimension);
      const most = Math.max(...logits);
      let sum = 0;
      for (let k = 0; k < classes; k++) sum += logits[k] = Math.exp(logits[k]! - most);
      for (let k = 0; k < classes; k++) {
        const slope = (logits[k]! / sum - (labels[i] === k ? 1 : 0)) / count;
        for (let j = 0; j < dimension; j++) gradient[k * width + j]! += slope * inputs[i * dimension + j]!;
        gradient[k * width + dimension]! += slope;
      }
    }
    gradient.forEach((slope, at) => {
      first[at] = decay1 * first[at]! + (1 - decay1) * slope;
      second[at] = decay2 * second[at]! + (1 - decay2) * slope * slope;
      const corrected = Math.sqrt(second[at] / (1 - decay2 ** round)) + 1e-8;
      weights[at]! -= (stepSize * first[at]) / (1 - decay1 ** round) / corrected;
    });
    yield;
  }
  return (rows, offset) => {
    const row = rows.subarray(offset, offset + dimension);
    score(
      row.map((value, j) => (value - mean[j]!) * scale[j]!),
      0,
    );
    return logits.indexOf(Math.max(...logits));
  };

  /** Writes the logits of the row at an offset. */
  function score(rows: Float64Array, offset: number): void {
    for (let k = 0; k < classes; k++) {
      let sum = weights[k * width + dimension]!;
      for (let j = 0; j < dimension; j++) sum += weights[k * width + j]! * rows[offset + j]!;
      logits[k] = sum;
    }
  }
}

/** Means, and one over the standard deviations: 0 where there is none. */
function standardisation(features: Float64Array, dimension: number): { mean: Float64Array; scale: Float64Array } {
  const count = features.length / dimension;
  const mean = new Float64Array(dimension);
  const variance = new Float64Array(dimension);
  features.forEach((value, at) => (mean[at % dimension]! += value / count));
  features.forEach((value, at) => (variance[at % dimension]! += (value - mean[at % dimension]!) ** 2 / count));
  return { mean, scale: variance.map((v) => (v > 0 ? 1 / Math.sqrt(v) : 0)) };
}
