import type uPlot from 'uplot';

/** Presses of an arrow key from one end of a curve to the other. */
const strides = 100;
/** Strides of a press of Page Up or Page Down. */
const page = 10;

/** uPlot's third argument, which its types leave out, moves the lines of the charts that share their cursor too. */
interface Published {
  setCursor(at: { readonly left: number; readonly top: number }, fire: boolean, publish: boolean): void;
}

/** The line of a chart that shows values at one x: moved by keys and fingers here, by the mouse in uPlot itself. */
export class ChartCursor {
  readonly #plot: () => uPlot | undefined;
  /** Where keys or a finger have put it: it stays there while curves grow. */
  #held: number | undefined;

  constructor(plot: () => uPlot | undefined) {
    this.#plot = plot;
  }

  /** Puts the line back after a redraw, which moves what lies under a pixel. */
  keep(): void {
    if (this.#held !== undefined) this.#place(this.#held);
  }

  release(): void {
    if (this.#held === undefined) return;
    this.#held = undefined;
    this.#move(-10, -10);
  }

  /** Arrows, Page Up and Down, Home and End move it, Escape takes it away. */
  key(event: KeyboardEvent): void {
    if (event.key === 'Escape') return this.release();
    const plot = this.#plot();
    const last = (plot?.data[0].length ?? 0) - 1;
    const by = moveOf(event.key, last);
    if (!plot || last < 0 || by === undefined) return;
    event.preventDefault();
    const from = plot.cursor.idx ?? (by < 0 ? last + 1 : -1);
    this.#place(plot.data[0][Math.min(last, Math.max(0, from + by))]!);
  }

  /** A finger that touches the chart or moves along it. */
  touch(event: PointerEvent): void {
    const plot = this.#plot();
    if (!plot || event.pointerType !== 'touch') return;
    const { left, width } = plot.over.getBoundingClientRect();
    this.#place(plot.posToVal(Math.min(width, Math.max(0, event.clientX - left)), 'x'));
  }

  #place(x: number): void {
    this.#held = x;
    this.#move(this.#plot()?.valToPos(x, 'x') ?? 0, 0);
  }

  #move(left: number, top: number): void {
    const plot = this.#plot() as Published | undefined;
    plot?.setCursor({ left, top }, true, true);
  }
}

/** Places that a key moves the line by; undefined for a key that means nothing here. */
function moveOf(key: string, last: number): number | undefined {
  const stride = Math.max(1, Math.round(last / strides));
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -stride;
    case 'ArrowRight':
    case 'ArrowUp':
      return stride;
    case 'PageDown':
      return -page * stride;
    case 'PageUp':
      return page * stride;
    case 'Home':
      return -Infinity;
    case 'End':
      return Infinity;
    default:
      return undefined;
  }
}
