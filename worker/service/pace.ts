/** Seconds that the shown rate looks back over. */
const memory = 3;

/** Measures the rate of training, smoothed so that a person can read it. */
export class Pace {
  #rate = 0;
  #steps = 0;
  #since = performance.now();

  /** Forgets the time since the last step: training was at rest. */
  restart(): void {
    this.#steps = 0;
    this.#since = performance.now();
  }

  tick(): void {
    this.#steps++;
  }

  /** Steps a second over about the last three seconds. */
  get stepsPerSecond(): number {
    const elapsed = (performance.now() - this.#since) / 1000;
    if (elapsed > 0.25 && this.#steps > 0) {
      const present = this.#steps / elapsed;
      const weight = this.#rate === 0 ? 1 : Math.min(1, elapsed / memory);
      this.#rate += weight * (present - this.#rate);
      this.restart();
    }
    return this.#rate;
  }
}
