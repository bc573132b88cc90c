import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells a plot how wide it is, and has it drawn anew when that changes. */
export class WidthController implements ReactiveController {
  width = 480;
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #resized = new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width === 0 || width === this.width) return;
    this.width = width;
    this.#host.requestUpdate();
  });

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#resized.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#resized.disconnect();
  }
}
