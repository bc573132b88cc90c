import { nextTask } from '../../core/backend/turns.ts';

/** How often to look for the message that the page announced, before taking the announcement for void. */
const patience = 50;

/** The page's raised hand: a shared flag that can be seen in the middle of a synchronous training step. */
export class Attention {
  #flag: Int32Array | undefined;

  connect(shared: SharedArrayBuffer | undefined): void {
    this.#flag = shared && new Int32Array(shared);
  }

  wanted(): boolean {
    return this.#flag !== undefined && Atomics.load(this.#flag, 0) !== 0;
  }

  /** Called by whoever handles the announced message. */
  given(): void {
    if (this.#flag) Atomics.store(this.#flag, 0, 0);
  }

  /** Waits until the announced message has been handled. */
  async give(): Promise<void> {
    for (let turn = 0; turn < patience && this.wanted(); turn++) await nextTask();
    this.given();
  }
}
