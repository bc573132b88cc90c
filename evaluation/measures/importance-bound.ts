/** What the draws so far say of each example. */
export interface ImportanceEstimate {
  /** log(1/k sum w): a bound on log p(x) from below on average, the tighter the more draws, in nats. `[count]` */
  readonly bound: Float64Array;
  /** Mean of log w: the bound of one draw, `[count]`. */
  readonly single: Float64Array;
  /** (sum w)^2 / sum w^2, from 1 to the number of draws: how many of them carry the estimate. `[count]` */
  readonly effectiveDraws: Float64Array;
}

/**
 * The importance-weighted bound of Burda, Grosse and Salakhutdinov 2015 (arXiv:1509.00519, equation 8) from log weights
 * log p(x, z) - log q(z | x) that come in parts: sums are kept relative to the largest weight so far, so that thousands
 * of draws need no room and nothing overflows. All in float64.
 */
export class ImportanceBound {
  #draws = 0;
  readonly #largest: Float64Array;
  readonly #sum: Float64Array;
  readonly #squares: Float64Array;
  readonly #logs: Float64Array;

  /** @param count Examples. */
  constructor(count: number) {
    this.#largest = new Float64Array(count).fill(-Infinity);
    this.#sum = new Float64Array(count);
    this.#squares = new Float64Array(count);
    this.#logs = new Float64Array(count);
  }

  /** @param logWeights `[count, draws]`: further draws of every example. @throws RangeError for another count. */
  add(logWeights: Float32Array | Float64Array, draws: number): void {
    const count = this.#sum.length;
    if (logWeights.length !== count * draws) {
      throw new RangeError(`${logWeights.length} weights are not ${draws} for each of ${count} examples.`);
    }
    for (let i = 0; i < count; i++) {
      for (let k = i * draws; k < (i + 1) * draws; k++) this.#addOne(i, logWeights[k]!);
    }
    this.#draws += draws;
  }

  #addOne(i: number, logWeight: number): void {
    this.#logs[i]! += logWeight;
    if (logWeight === -Infinity) return;
    const largest = this.#largest[i]!;
    if (logWeight <= largest) {
      const weight = Math.exp(logWeight - largest);
      this.#sum[i]! += weight;
      this.#squares[i]! += weight * weight;
      return;
    }
    // A NaN comes here too, and stays.
    const shrink = Math.exp(largest - logWeight);
    this.#sum[i] = this.#sum[i]! * shrink + 1;
    this.#squares[i] = this.#squares[i]! * shrink * shrink + 1;
    this.#largest[i] = logWeight;
  }

  /** @throws RangeError before the first draw. */
  estimate(): ImportanceEstimate {
    if (this.#draws === 0) throw new RangeError('A bound needs a draw.');
    return {
      bound: this.#largest.map((largest, i) => largest + Math.log(this.#sum[i]! / this.#draws)),
      single: this.#logs.map((sum) => sum / this.#draws),
      effectiveDraws: this.#sum.map((sum, i) => (sum * sum) / this.#squares[i]!),
    };
  }
}
