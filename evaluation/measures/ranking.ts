/**
 * How well scores rank positive examples above negative ones. Sorted once, so that the figures of many resamples cost
 * little. Equal scores are one threshold: they count half in the area under the ROC curve.
 */
export class Ranking {
  readonly #order: Uint32Array;
  readonly #scores: ArrayLike<number>;
  readonly #labels: ArrayLike<number>;

  /**
   * @param scores Higher for what should be positive. @param labels 1 for positive examples, 0 for others.
   * @throws RangeError for different numbers of both, or a score that is NaN.
   */
  constructor(scores: Float32Array | Float64Array, labels: ArrayLike<number>) {
    if (scores.length !== labels.length)
      throw new RangeError(`${scores.length} scores do not go with ${labels.length} labels.`);
    if (scores.some(Number.isNaN)) throw new RangeError('A score is not a number.');
    this.#order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
    this.#scores = scores;
    this.#labels = labels;
  }

  /**
   * The area under the receiver operating characteristic: the chance that a positive example scores higher than a
   * negative one, ties counting half (Hanley and McNeil 1982). NaN without examples of both kinds.
   *
   * @param weights How often each example counts, once by default.
   */
  auroc(weights?: ArrayLike<number>): number {
    let [wins, above] = [0, 0];
    let negatives = 0;
    for (const { positive, negative } of this.#thresholds(weights)) {
      wins += negative * (above + positive / 2);
      above += positive;
      negatives += negative;
    }
    return wins / (above * negatives);
  }

  /**
   * Average precision: precision at each threshold, weighted by the recall gained there, without interpolation. The
   * share of positive examples is what random scores get. NaN without a positive example.
   */
  averagePrecision(weights?: ArrayLike<number>): number {
    let sum = 0;
    let [positives, found] = [0, 0];
    for (const { positive, negative } of this.#thresholds(weights)) {
      positives += positive;
      found += positive + negative;
      if (positive > 0) sum += positive * (positives / found);
    }
    return sum / positives;
  }

  /** Examples of each kind at each distinct score, from the highest. */
  *#thresholds(weights: ArrayLike<number> | undefined): Generator<{ positive: number; negative: number }> {
    let [positive, negative] = [0, 0];
    for (const [at, example] of this.#order.entries()) {
      const weight = weights ? weights[example]! : 1;
      if (this.#labels[example] === 1) positive += weight;
      else negative += weight;
      const next = this.#order[at + 1];
      if (next !== undefined && this.#scores[next] === this.#scores[example]) continue;
      yield { positive, negative };
      [positive, negative] = [0, 0];
    }
  }
}
