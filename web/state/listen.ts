import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LabEvent } from '../../worker/protocol/events.ts';
import type { Lab } from './lab.ts';

interface Listener {
  event(event: LabEvent): void;
  /** The page had to read everything anew, so that what the host holds may be out of date. */
  resync?(): void;
}

/**
 * Tells its host of the lab's events while it is connected. From the first update on: where an element's code comes after
 * the element, its properties do too.
 */
export class ListenController implements ReactiveController {
  readonly #host: ReactiveControllerHost & { readonly lab: Lab };
  readonly #listener: Listener;
  #end: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & { readonly lab: Lab }, listener: Listener) {
    this.#host = host;
    this.#listener = listener;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    if (this.#end) return;
    const { lab } = this.#host;
    const hear = (event: LabEvent): void => this.#listener.event(event);
    lab.listeners.add(hear);
    const endResyncs = lab.resyncs.subscribe(() => this.#listener.resync?.());
    this.#end = () => {
      lab.listeners.delete(hear);
      endResyncs();
    };
  }

  hostDisconnected(): void {
    this.#end?.();
    this.#end = undefined;
  }
}
