/** The browser's locks, as far as the lab uses them, for tests in Node. All labs of a test share one: they are its tabs. */
export class FakeLocks {
  readonly #queues = new Map<string, Waiting[]>();

  /** Every lock that is held. */
  get held(): readonly string[] {
    return [...this.#queues].flatMap(([name, [first]]) => (first?.granted ? [name] : []));
  }

  async query(): Promise<{ readonly held: readonly { readonly name: string }[] }> {
    await nothing();
    return { held: this.held.map((name) => ({ name })) };
  }

  request<T>(name: string, ...rest: [Options, Holder<T>] | [Holder<T>]): Promise<T> {
    const holder = rest.at(-1) as Holder<T>;
    const { ifAvailable = false, signal } = rest.length === 2 ? rest[0] : {};
    return new Promise<T>((resolve, reject) => {
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      if (ifAvailable && queue.length > 0) {
        void nothing().then(() => resolve(holder(null)));
        return;
      }
      const waiting: Waiting = {
        granted: false,
        hold: async () => {
          waiting.granted = true;
          await nothing();
          const held = (async () => holder({ name }))();
          resolve(held);
          await held.catch(() => undefined);
          queue.shift();
          void queue[0]?.hold();
        },
      };
      queue.push(waiting);
      signal?.addEventListener('abort', () => {
        if (waiting.granted) return;
        queue.splice(queue.indexOf(waiting), 1);
        reject(signal.reason as Error);
      });
      if (queue[0] === waiting) void waiting.hold();
    });
  }
}

interface Waiting {
  granted: boolean;
  readonly hold: () => Promise<void>;
}

interface Options {
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
}

type Holder<T> = (lock: { readonly name: string } | null) => T | Promise<T>;

/** A browser asks another process: answers take a turn. */
const nothing = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
