/** Longest that computation keeps messages waiting: a pause must answer within 100 ms. */
const longestTurnMs = 50;

/** Takes turns with the messages of the thread, so that a long evaluation can be watched and cancelled. */
export class Pace {
  #turnStarted = performance.now();

  constructor(readonly signal: AbortSignal) {}

  /** Lets messages through when the turn has been long enough. @throws the signal's reason once it is aborted. */
  async turn(): Promise<void> {
    if (performance.now() - this.#turnStarted >= longestTurnMs) {
      await messagesHandled();
      this.#turnStarted = performance.now();
    }
    this.signal.throwIfAborted();
  }

  /** Runs a computation that yields after each small part of its work. */
  async run<T>(work: Generator<void, T>): Promise<T> {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      await this.turn();
    }
  }
}

/** By a message to ourselves: timers are held back to one a second in hidden pages, messages are not. */
function messagesHandled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
