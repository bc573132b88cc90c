import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { parsePointsCsv } from '../../core/data/points-csv.ts';
import { decodePoints, encodePoints } from '../../core/spec/point-list.ts';
import type { PointsField } from '../../core/spec/fields.ts';
import { formatCount, formatNumber } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { tokenColour } from '../plots/colours.ts';
import { PaintController } from '../plots/paint-controller.ts';
import type { Surface } from '../plots/paint-controller.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import { along, without } from './stroke.ts';
import type { Points } from './stroke.ts';

/** Half-width of the square that can be drawn on: networks start with outputs of about this size. */
const extent = 2.5;
/** Distance between the points of a stroke. */
const spacing = 0.09;
const eraserRadius = 0.16;
/** What an arrow key moves the cursor by. */
const nudge = 0.125;
const mostUndo = 50;

type Tool = 'pen' | 'eraser';

/**
 * A distribution drawn by mouse, touch or keyboard.
 *
 * @fires ll-points with the points as text
 */
@customElement('ll-points-editor')
export class LlPointsEditor extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    base,
    buttons,
    inputs,
    css`
      canvas {
        display: block;
        width: 100%;
        max-width: 420px;
        aspect-ratio: 1;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
        cursor: crosshair;
        touch-action: none;
      }

      .row {
        max-width: 420px;
        margin-top: 8px;
      }

      .button {
        min-height: 32px;
        padding: 0 10px;
        font-size: 0.85rem;
      }

      .button[aria-pressed='true'] {
        border-color: var(--ll-accent);
        background: var(--ll-accent-soft);
      }

      .count {
        margin-left: auto;
        font-size: 0.85rem;
        color: var(--ll-muted);
        font-variant-numeric: tabular-nums;
      }

      p.fault {
        color: var(--ll-danger);
      }

      p {
        max-width: 420px;
        margin-top: 6px;
        font-size: 0.82rem;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) field!: PointsField;
  /** The points as the setting holds them. */
  @property() value = '';
  @property() label = '';
  @state() private tool: Tool = 'pen';
  @state() private cursor: readonly [number, number] | undefined;
  /** What became of a file, and whether it could not be used. */
  @state() private said = '';
  @state() private refused = false;
  @query('input[type=file]') private readonly picker!: HTMLInputElement;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  #points: Points = [];
  #text = '';
  #past: Points[] = [];
  #last: readonly [number, number] | undefined;
  readonly #painter: PaintController;

  constructor() {
    super();
    this.#painter = new PaintController(
      this,
      () => this.canvas,
      (surface) => this.#paint(surface),
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('value') || this.value === this.#text) return;
    this.#text = this.value;
    this.#points = readable(this.value);
  }

  override render(): TemplateResult {
    const count = this.#points.length / 2;
    return html`<canvas
        tabindex="0"
        role="application"
        aria-label=${`${this.label}: a drawing of ${count} points. Arrow keys move the cursor, Space places a point, Delete rubs out.`}
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#up}
        @keydown=${this.#key}
        @blur=${() => (this.cursor = undefined)}
      ></canvas>
      <div class="row" role="toolbar" aria-label="Drawing">
        ${this.#toolButton('pen', 'Draw')} ${this.#toolButton('eraser', 'Rub out')}
        <button type="button" class="button" ?disabled=${this.#past.length === 0} @click=${this.#undo}>Undo</button>
        <button type="button" class="button" ?disabled=${count === 0} @click=${() => this.#change([])}>Clear</button>
        <button type="button" class="button" @click=${() => this.picker.click()}>${icons.import} CSV</button>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          aria-label="Points from a CSV file"
          hidden
          @change=${this.#pick}
        />
        <span class="count" role="status">${formatCount(count)} of ${formatCount(this.field.most)} points</span>
      </div>
      <p role="status" class=${this.refused ? 'fault' : ''}>
        ${this.said === '' && count === 0 ? 'The model needs something to learn.' : this.said}
      </p>`;
  }

  #toolButton(tool: Tool, label: string): TemplateResult {
    return html`<button
      type="button"
      class="button"
      aria-pressed=${this.tool === tool}
      @click=${() => (this.tool = tool)}
    >
      ${tool === 'pen' ? icons.pen : icons.eraser} ${label}
    </button>`;
  }

  #place(event: PointerEvent): readonly [number, number] {
    const { left, top, width, height } = this.canvas!.getBoundingClientRect();
    const half = this.#half;
    return [
      this.#inside(((event.clientX - left) / width) * 2 * half - half),
      this.#inside(half - ((event.clientY - top) / height) * 2 * half),
    ];
  }

  /** Half-width of the square on show: points read from a file may lie farther out than a hand would draw. */
  get #half(): number {
    return this.#points.reduce((most, value) => Math.max(most, Math.abs(value)), extent);
  }

  #inside(value: number): number {
    return Math.min(this.#half, Math.max(-this.#half, value));
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.canvas!.setPointerCapture(event.pointerId);
    this.#remember();
    this.#last = this.#place(event);
    this.#points = this.tool === 'pen' ? this.#with(this.#last) : without(this.#points, this.#last, eraserRadius);
    this.#painter.invalidate();
  }

  #move(event: PointerEvent): void {
    if (!this.#last) return;
    const to = this.#place(event);
    if (this.tool === 'eraser') {
      this.#points = without(this.#points, to, eraserRadius);
      this.#last = to;
    } else {
      const added = along(this.#last, to, spacing);
      if (added.length === 0) return;
      this.#points = this.#with(added);
      this.#last = [added.at(-2)!, added.at(-1)!];
    }
    this.#painter.invalidate();
  }

  #up(): void {
    if (!this.#last) return;
    this.#last = undefined;
    this.#send();
  }

  #key(event: KeyboardEvent): void {
    const [x, y] = this.cursor ?? [0, 0];
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-nudge, 0],
      ArrowRight: [nudge, 0],
      ArrowUp: [0, nudge],
      ArrowDown: [0, -nudge],
    };
    const by = moves[event.key];
    if (by) {
      this.cursor = [this.#inside(x + by[0]), this.#inside(y + by[1])];
    } else if (event.key === ' ' || event.key === 'Enter') {
      this.cursor = [x, y];
      this.#change(this.#with([x, y]));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.#change(without(this.#points, [x, y], eraserRadius));
    } else return;
    event.preventDefault();
  }

  async #pick(): Promise<void> {
    const [file] = this.picker.files ?? [];
    this.picker.value = '';
    if (!file) return;
    try {
      const { points, total, centre, scale } = parsePointsCsv(await file.text(), this.field.most);
      const kept = points.length / 2;
      const moved = centre.map((value) => formatNumber(value, 3)).join(', ');
      this.#change([...points]);
      this.refused = false;
      this.said =
        `${file.name}: ${kept < total ? `${formatCount(kept)} of ${formatCount(total)} points, evenly chosen` : `${formatCount(total)} points`}` +
        `, centred from (${moved}) and scaled by ${formatNumber(scale, 3)}.`;
    } catch (error) {
      this.refused = true;
      this.said = `${file.name} can’t be used. ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  #with(added: readonly number[]): Points {
    return [...this.#points, ...added].slice(0, 2 * this.field.most);
  }

  #change(points: Points): void {
    this.#remember();
    this.#points = points;
    this.#send();
  }

  #remember(): void {
    this.#past = [...this.#past, this.#points].slice(-mostUndo);
  }

  #undo(): void {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#past = this.#past.slice(0, -1);
    this.#points = before;
    this.#send();
  }

  #send(): void {
    this.#text = this.#points.length === 0 ? '' : encodePoints(this.#points);
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent<string>('ll-points', { detail: this.#text }));
  }

  #paint({ context, width, height }: Surface): void {
    const shown = this.#half;
    const x = (value: number): number => ((value + shown) / (2 * shown)) * width;
    const y = (value: number): number => height - ((value + shown) / (2 * shown)) * height;
    context.strokeStyle = tokenColour(this, '--ll-line');
    context.beginPath();
    for (const [x0, y0, x1, y1] of [
      [-shown, 0, shown, 0],
      [0, -shown, 0, shown],
    ] as const) {
      context.moveTo(x(x0), y(y0));
      context.lineTo(x(x1), y(y1));
    }
    context.stroke();
    context.fillStyle = tokenColour(this, '--ll-series-1');
    for (let i = 0; i + 1 < this.#points.length; i += 2) {
      context.beginPath();
      context.arc(x(this.#points[i]!), y(this.#points[i + 1]!), 3, 0, 2 * Math.PI);
      context.fill();
    }
    if (this.cursor) {
      context.strokeStyle = tokenColour(this, '--ll-generated');
      context.beginPath();
      context.arc(x(this.cursor[0]), y(this.cursor[1]), 8, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

function readable(text: string): Points {
  try {
    return [...decodePoints(text)];
  } catch {
    // The form says what is wrong with it; a drawing can begin anew.
    return [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-points-editor': LlPointsEditor;
  }
}
