import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A value that tells its subscribers when it is replaced. */
export class Store<T> {
  #value: T;
  readonly #subscribers = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(next: T) {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const subscriber of [...this.#subscribers]) subscriber();
  }

  /** @returns a function that ends the subscription. */
  subscribe(subscriber: () => void): () => void {
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }
}

/** Updates its host whenever one of the stores changes, while the host is connected. */
export class WatchController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #stores: () => readonly Store<unknown>[];
  #subscribed: readonly Store<unknown>[] = [];
  #ends: (() => void)[] = [];

  /** `stores` is asked anew before each update, for hosts whose model arrives as a property. */
  constructor(host: ReactiveControllerHost, stores: () => readonly Store<unknown>[]) {
    this.#host = host;
    this.#stores = stores;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const stores = this.#stores();
    if (stores.length === this.#subscribed.length && stores.every((store, i) => store === this.#subscribed[i])) return;
    this.#unsubscribe();
    this.#subscribed = stores;
    this.#ends = stores.map((store) => store.subscribe(() => this.#host.requestUpdate()));
  }

  hostDisconnected(): void {
    this.#unsubscribe();
  }

  #unsubscribe(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#subscribed = [];
  }
}
