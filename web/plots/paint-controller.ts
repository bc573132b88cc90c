import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A canvas ready to draw on, in CSS pixels. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
}

/**
 * Draws a host's canvas in an animation frame, at the screen's resolution, only when something changed and the
 * canvas can be seen.
 */
export class PaintController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #canvas: () => HTMLCanvasElement | null;
  readonly #paint: (surface: Surface) => void;
  readonly #resized = new ResizeObserver(() => this.invalidate());
  readonly #seen = new IntersectionObserver((entries) => {
    this.#visible = entries.at(-1)?.isIntersecting ?? true;
    if (this.#visible && this.#stale) this.invalidate();
  });
  readonly #themed = new MutationObserver(() => this.invalidate());
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #retheme = (): void => this.invalidate();
  #visible = true;
  #stale = true;
  #frame = 0;

  constructor(
    host: ReactiveControllerHost & Element,
    canvas: () => HTMLCanvasElement | null,
    paint: (surface: Surface) => void,
  ) {
    this.#host = host;
    this.#canvas = canvas;
    this.#paint = paint;
    host.addController(this);
  }

  hostConnected(): void {
    this.#resized.observe(this.#host);
    this.#seen.observe(this.#host);
    this.#themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#dark.addEventListener('change', this.#retheme);
    this.invalidate();
  }

  hostUpdated(): void {
    this.invalidate();
  }

  hostDisconnected(): void {
    this.#resized.disconnect();
    this.#seen.disconnect();
    this.#themed.disconnect();
    this.#dark.removeEventListener('change', this.#retheme);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** What is drawn is out of date. */
  invalidate(): void {
    this.#stale = true;
    if (this.#frame !== 0 || !this.#visible) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const canvas = this.#canvas();
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const { clientWidth: width, clientHeight: height } = canvas;
    if (width === 0 || height === 0) return;
    const ratio = Math.min(3, devicePixelRatio || 1);
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
    }
    this.#stale = false;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    this.#paint({ context, width, height, ratio });
  }
}
