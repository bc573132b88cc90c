export interface LivenessOptions {
  /** Silence that counts as a hang, in milliseconds. */
  readonly hangAfter: number;
  readonly visible: () => boolean;
  readonly onHang: (seconds: number) => void;
}

/**
 * Watches for a worker that has stopped speaking. It only counts time in which this page itself ran: a hidden
 * page, a sleeping laptop or a blocked main thread delays everyone's messages and says nothing about the worker.
 */
export class Liveness {
  readonly #options: LivenessOptions;
  readonly #interval: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #silent = 0;
  #lastTick = performance.now();
  #started = false;

  constructor(options: LivenessOptions) {
    this.#options = options;
    this.#interval = Math.min(1000, options.hangAfter / 5);
    this.#timer = setInterval(() => this.#tick(), this.#interval);
  }

  /** Call for each message. Silence before the first one is the time it takes to load, and not a hang. */
  beat(): void {
    this.#started = true;
    this.#silent = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const now = performance.now();
    const elapsed = now - this.#lastTick;
    this.#lastTick = now;
    // A late tick means that the page was suspended or busy; messages that waited are delivered after it.
    const suspended = elapsed > this.#interval * 3;
    if (!this.#started || suspended || !this.#options.visible()) {
      this.#silent = 0;
      return;
    }
    this.#silent += elapsed;
    if (this.#silent <= this.#options.hangAfter) return;
    this.stop();
    this.#options.onHang(this.#silent / 1000);
  }
}
