import { LitElement, css, html, nothing, unsafeCSS } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import './valid-language.ts';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { formatNumber } from '../common/format.ts';
import { seriesToken, tokenColour } from '../plots/colours.ts';
import { base, buttons, tables } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import { ChartCursor } from './chart-cursor.ts';
import { drawMarks, drawNonFinite } from './chart-marks.ts';
import type { ChartMark } from './chart-marks.ts';
import { align } from './series.ts';
import type { Aligned, Curve, XAxis } from './series.ts';
import { smooth } from './smooth.ts';

/** Least time between redraws while training, in milliseconds: ten events a second would repaint for nobody. */
const redrawInterval = 250;
/** A redraw may take this share of the time: long curves are drawn less often instead of stopping the page. */
const redrawShare = 0.05;
/** Rows of the data table: enough to read the course of a run aloud. */
const tableRows = 24;
/** Values below which a curve is a few measurements, shown as they are and not smoothed. */
const fewValues = 30;
const xLabels: Readonly<Record<XAxis, string>> = {
  step: 'Step',
  time: 'Training time, seconds',
  examples: 'Examples seen',
};
const xNames: Readonly<Record<XAxis, string>> = { step: 'step', time: 'second', examples: 'example' };

/** Curves over a run: a faint raw line under a smoothed one, and a table of the same values. */
@customElement('ll-chart')
export class LlChart extends LitElement {
  static override styles = [
    unsafeCSS(uPlotStyles),
    base,
    buttons,
    tables,
    swatches,
    css`
      figure {
        margin: 0;
        padding: 12px 14px 10px;
        min-width: 0;
      }

      figcaption {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px 12px;
      }

      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 0 4px;
        margin-left: auto;
      }

      .key {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 28px;
        padding: 0 6px;
        border: 0;
        border-radius: 4px;
        background: none;
        color: var(--ll-text);
        font: inherit;
        font-size: 0.82rem;
        cursor: pointer;
      }

      .key:hover {
        background: var(--ll-accent-soft);
      }

      .key[aria-pressed='false'] {
        color: var(--ll-muted);
        text-decoration: line-through;
      }

      .key .swatch {
        height: 3px;
        width: 14px;
      }

      /* As wide as any value, so that a legend does not break its line anew with every step. */
      .value {
        min-width: 7ch;
        text-align: start;
        font-variant-numeric: tabular-nums;
        color: var(--ll-muted);
      }

      .plot {
        position: relative;
        height: var(--chart-height, 222px);
        margin: 4px -6px 0;
        border-radius: 4px;
        direction: ltr;
        /* A finger that moves sideways reads the curve, one that moves up or down scrolls the page. */
        touch-action: pan-y;
      }

      .at {
        position: absolute;
        top: 2px;
        right: 16px;
        z-index: 1;
        padding: 1px 6px;
        border-radius: 4px;
        background: var(--ll-sunken);
        font-size: 0.78rem;
        font-variant-numeric: tabular-nums;
        pointer-events: none;
      }

      .at[hidden] {
        display: none;
      }

      @media (pointer: coarse) {
        .key {
          min-height: 44px;
        }
      }

      .u-select {
        background: var(--ll-accent);
        opacity: 0.15;
      }

      .u-cursor-x,
      .u-cursor-y {
        border-color: var(--ll-line-strong) !important;
      }

      details {
        font-size: 0.82rem;
        color: var(--ll-muted);
      }

      summary {
        cursor: pointer;
        min-height: 24px;
        width: fit-content;
      }

      td,
      th {
        padding: 3px 8px;
      }
    `,
  ];

  @property() heading = '';
  /** What the y axis counts; empty for numbers without a unit. */
  @property() unit = '';
  @property({ attribute: false }) curves: readonly Curve[] = [];
  /** Changes when points were added to curves in place. */
  @property({ type: Number }) version = 0;
  @property() x: XAxis = 'step';
  @property({ type: Boolean }) log = false;
  @property({ type: Number }) smoothing = 0.6;
  /** Charts of one group share their cursor. */
  @property() group = 'run';
  @property({ attribute: false }) marks: readonly ChartMark[] = [];
  @state() private hiddenCurves: ReadonlySet<string> = new Set();
  @state() private cursor: number | null = null;
  @state() private tableOpen = false;
  @query('.plot') private readonly plotElement!: HTMLElement;

  #plot: uPlot | undefined;
  readonly #line = new ChartCursor(() => this.#plot);
  /** Whether any of it can be seen; what cannot is not drawn again. */
  #visible = true;
  #stale = false;
  readonly #seen = new IntersectionObserver((entries) => {
    this.#visible = entries.at(-1)?.isIntersecting ?? true;
    if (this.#visible && this.#stale) this.#schedule();
  });
  #aligned: Aligned = { x: [], values: [], nonFinite: [] };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = 0;
  #interval = redrawInterval;
  /** What the plot was built for; another shape needs another plot. */
  #built = '';
  readonly #resized = new ResizeObserver(() => this.#resize());
  readonly #themed = new MutationObserver(() => this.#rebuild());
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #rebuild = (): void => {
    this.#built = '';
    this.#schedule();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    this.#seen.observe(this);
    this.#themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#dark.addEventListener('change', this.#rebuild);
    this.#rebuild();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#seen.disconnect();
    this.#themed.disconnect();
    this.#dark.removeEventListener('change', this.#rebuild);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  override render(): TemplateResult {
    const { x } = this.#aligned;
    const at = this.cursor === null ? undefined : x[this.cursor];
    return html`<figure class="card">
      <figcaption>
        <h2 class="minor">${this.heading}</h2>
        <div class="legend">
          ${this.curves.map(
            (curve, i) =>
              html`<button
                type="button"
                class="key ${seriesClass(curve.colour)}"
                aria-pressed=${!this.hiddenCurves.has(curve.label)}
                title="Show or hide"
                @click=${() => this.#toggle(curve.label)}
              >
                <span class="swatch"></span>${curve.label} <span class="value">${this.#valueOf(i)}</span>
              </button>`,
          )}
        </div>
      </figcaption>
      <div
        class="plot"
        role="slider"
        tabindex="0"
        aria-label=${`${this.heading} at ${xNames[this.x]}`}
        aria-valuemin=${x[0] ?? 0}
        aria-valuemax=${x.at(-1) ?? 0}
        aria-valuenow=${at ?? x.at(-1) ?? 0}
        aria-valuetext=${at === undefined ? 'the latest' : this.#spoken(at)}
        @keydown=${(event: KeyboardEvent) => this.#line.key(event)}
        @pointerdown=${(event: PointerEvent) => this.#line.touch(event)}
        @pointermove=${(event: PointerEvent) => this.#line.touch(event)}
        @focusout=${() => this.#line.release()}
      >
        <output class="at" aria-hidden="true" ?hidden=${at === undefined}
          >${xLabels[this.x]} ${formatNumber(at ?? 0, 6)}</output
        >
      </div>
      <details @toggle=${(event: Event) => (this.tableOpen = (event.target as HTMLDetailsElement).open)}>
        <summary>Data table</summary>
        ${this.tableOpen ? this.#table() : nothing}
      </details>
    </figure>`;
  }

  #table(): TemplateResult {
    const { x, values } = this.#aligned;
    const every = Math.max(1, Math.ceil(x.length / tableRows));
    const rows = x.map((_, i) => i).filter((i) => i % every === 0 || i === x.length - 1);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${`${this.heading}, data table`}>
      <table>
        <thead>
          <tr>
            <th class="number" scope="col">${xLabels[this.x]}</th>
            ${this.curves.map(({ label }) => html`<th class="number" scope="col">${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (i) =>
              html`<tr>
                <td class="number">${formatNumber(x[i] ?? 0, 6)}</td>
                ${values.map((column) => html`<td class="number">${showValue(column[i])}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** The values at a place of the x axis, as a screen reader says them. */
  #spoken(at: number): string {
    const values = this.curves.map(({ label }, i) => `${label} ${this.#valueOf(i)}`);
    return `${xNames[this.x]} ${formatNumber(at, 6)}: ${values.join(', ')}${this.unit === '' ? '' : ` ${this.unit}`}`;
  }

  /** The value under the cursor, else the last one. */
  #valueOf(index: number): string {
    const values = this.#aligned.values[index];
    if (!values) return '';
    if (this.cursor !== null) return showValue(values[this.cursor]);
    for (let i = values.length - 1; i >= 0; i--) if (values[i] !== null) return showValue(values[i]);
    return '';
  }

  protected override updated(changed: PropertyValues): void {
    if ([...changed.keys()].some((name) => name !== 'cursor' && name !== 'tableOpen')) this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== undefined || !this.isConnected) return;
    this.#stale = true;
    if (!this.#visible && this.#plot) return;
    const wait = Math.max(0, this.#interval - (performance.now() - this.#drawnAt));
    this.#timer = setTimeout(() => {
      requestAnimationFrame(() => {
        this.#timer = undefined;
        if (this.isConnected) this.#draw();
      });
    }, wait);
  }

  #draw(): void {
    this.#drawnAt = performance.now();
    this.#stale = false;
    this.#aligned = align(this.curves, this.x);
    const { x, values } = this.#aligned;
    const positive = values.every((column) => column.every((value) => value === null || value > 0));
    const data = [
      x,
      ...values.flatMap((column) => [column, smooth(column, few(column) ? 0 : this.smoothing)]),
    ] as uPlot.AlignedData;
    const shape = JSON.stringify([
      this.curves.map(({ label, colour }) => [label, colour]),
      [...this.hiddenCurves],
      this.x,
      this.unit,
      this.log,
      positive,
      values.map(few),
    ]);
    if (shape !== this.#built || !this.#plot) {
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#options(positive), data, this.plotElement);
      this.#built = shape;
    } else this.#plot.setData(data);
    // uPlot takes the new scales in a microtask of its own.
    queueMicrotask(() => this.#line.keep());
    this.#interval = Math.max(redrawInterval, (performance.now() - this.#drawnAt) / redrawShare);
    this.requestUpdate('cursor');
  }

  #options(positive: boolean): uPlot.Options {
    const colour = (token: string): string => tokenColour(this.plotElement, token);
    const muted = colour('--ll-muted');
    const grid = { stroke: colour('--ll-line'), width: 1 };
    const font = `12px ${getComputedStyle(this).fontFamily}`;
    const axis = {
      stroke: muted,
      grid,
      ticks: { ...grid, size: 4 },
      font,
      labelFont: font,
      labelSize: 17,
      labelGap: 0,
    };
    const markColours = { checkpoint: muted, resume: colour('--ll-accent'), edit: colour('--ll-warning') };
    const danger = colour('--ll-danger');
    return {
      width: Math.max(120, this.plotElement.clientWidth),
      height: this.plotElement.clientHeight,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { size: 6 },
        drag: { x: true, y: false },
        sync: { key: this.group, setSeries: false },
      },
      scales: { x: { time: false }, y: { distr: this.log ? (positive ? 3 : 4) : 1 } },
      axes: [
        { ...axis, label: xLabels[this.x], size: 27, values: (_, splits) => splits.map((value) => compact(value)) },
        {
          ...axis,
          ...(this.unit !== '' && { label: this.unit }),
          size: 50,
          values: (_, splits) => splits.map((value) => (value === null ? '' : compact(value))),
        },
      ],
      series: [
        {},
        ...this.curves.flatMap((curve, i) => {
          const stroke = colour(seriesToken(curve.colour));
          const show = !this.hiddenCurves.has(curve.label);
          const common = { show, spanGaps: true, points: { show: false } };
          return [
            { ...common, stroke, width: 1, alpha: this.smoothing === 0 ? 0 : 0.28 },
            {
              ...common,
              stroke,
              width: 1.75,
              points: { show: few(this.#aligned.values[i] ?? []), size: 6, fill: stroke },
            },
          ];
        }),
      ],
      hooks: {
        setCursor: [(plot) => (this.cursor = plot.cursor.idx ?? null)],
        drawClear: [(plot) => drawMarks(plot, this.#placedMarks(), markColours)],
        draw: [(plot) => drawNonFinite(plot, this.#aligned.nonFinite.flat(), danger)],
      },
    };
  }

  #placedMarks(): readonly { readonly at: number; readonly kind: ChartMark['kind'] }[] {
    return this.marks.flatMap(({ step, kind }) => {
      const at = this.#xOfStep(step);
      return at === undefined ? [] : [{ at, kind }];
    });
  }

  #xOfStep(step: number): number | undefined {
    const [curve] = this.curves;
    if (this.x !== 'time') return this.x === 'step' ? step : step * (curve?.batch ?? 1);
    return curve?.points.find((point) => point.step >= step)?.seconds;
  }

  #toggle(label: string): void {
    const hidden = new Set(this.hiddenCurves);
    if (!hidden.delete(label)) hidden.add(label);
    this.hiddenCurves = hidden;
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.plotElement ?? { clientWidth: 0, clientHeight: 0 };
    if (this.#plot && width > 0 && (this.#plot.width !== width || this.#plot.height !== height))
      this.#plot.setSize({ width, height });
  }
}

/** Whether a curve is a handful of measurements. */
function few(column: readonly (number | null)[]): boolean {
  return column.reduce((count: number, value) => count + (value === null ? 0 : 1), 0) < fewValues;
}

function showValue(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : formatNumber(value);
}

/** Axis labels without needless digits: 20k, 1.5M. */
function compact(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${formatNumber(value / 1e6, 3)}M`;
  if (size >= 1e4) return `${formatNumber(value / 1e3, 3)}k`;
  return formatNumber(value, 4);
}

declare global {
  interface HTMLElementTagNameMap {
    'll-chart': LlChart;
  }
}
