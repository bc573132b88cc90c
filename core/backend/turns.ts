/** Work that can be left and taken up again wherever it yields. */
export type Parts<Result> = Generator<void, Result>;

/** Milliseconds of work after which others get their turn. */
const usualTurn = 30;

/** Does all of the work now. */
export function atOnce<Result>(work: Parts<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** Does the work in turns with whatever else there is to do; the first turn is taken at once. */
export async function inTurns<Result>(work: Parts<Result>, turn = usualTurn): Promise<Result> {
  for (;;) {
    const until = performance.now() + turn;
    do {
      const { done, value } = work.next();
      if (done === true) return value;
    } while (performance.now() < until);
    await nextTask();
  }
}

/**
 * Lets the messages that wait be handled. By MessageChannel, because timers are clamped to 4 ms when nested and to a
 * second in hidden pages, and animation frames stop there.
 */
export function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      // An open port would keep a process of Node alive.
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
