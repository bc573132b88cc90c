import { LitElement, css, html, nothing, svg, unsafeCSS } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatNumber } from '../../common/format.ts';
import { base, tables } from '../../styles/shared.ts';
import { markAt, markPlaces } from './marks.ts';
import { ticksOf } from './ticks.ts';

/** A function of one number, at ascending positions. Values that are not finite leave a gap. */
export interface PlotCurve {
  readonly label: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Colour, 1 to 8. */
  readonly series: number;
  readonly dashed?: boolean;
  /** Shape of the marks along it, from 0; none unless given. It tells many curves apart without their colours. */
  readonly mark?: number;
  /** Shades the area down to 0. */
  readonly filled?: boolean;
}

/** Ends of an axis. */
export type Range = readonly [number, number];

/** Space around the plot for the numbers, in pixels. */
const margin = { left: 44, right: 10, top: 8, bottom: 34 };
/** Rows of the table of values. */
const tableRows = 11;

/** Curves over a common axis, with their values as a table. */
@customElement('ll-plot')
export class LlPlot extends LitElement {
  static override styles = [
    base,
    tables,
    css`
      figure {
        margin: 0;
        min-width: 0;
      }

      svg {
        display: block;
        width: 100%;
        height: var(--plot-height, 220px);
        overflow: visible;
      }

      .grid {
        stroke: var(--ll-line);
      }

      .zero {
        stroke: var(--ll-line-strong);
      }

      text {
        fill: var(--ll-muted);
        font: 11.5px var(--ll-sans);
        font-variant-numeric: tabular-nums;
      }

      .curve {
        fill: none;
        stroke: var(--colour);
        stroke-width: 2;
        stroke-linejoin: round;
      }

      .dashed {
        stroke-dasharray: 5 4;
      }

      .area {
        fill: var(--colour);
        opacity: 0.13;
      }

      .mark {
        fill: var(--colour);
        stroke: var(--colour);
        stroke-width: 1.5;
        stroke-linejoin: round;
      }

      .hollow {
        fill: var(--ll-surface);
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.82rem;
      }

      li {
        display: flex;
        align-items: center;
        gap: 6px;
      }

      li svg {
        flex: none;
        width: 22px;
        height: 10px;
      }

      details {
        margin-top: 2px;
        color: var(--ll-muted);
        font-size: 0.82rem;
      }

      summary {
        cursor: pointer;
        width: fit-content;
        min-height: 24px;
      }

      td,
      th {
        padding: 2px 8px;
      }

      ${unsafeCSS(Array.from({ length: 8 }, (_, i) => `.series-${i + 1} { --colour: var(--ll-series-${i + 1}); }`).join('\n'))}
    `,
  ];

  /** What the picture shows, for who can't see it. */
  @property() label = '';
  @property({ attribute: false }) curves: readonly PlotCurve[] = [];
  /** Ends of the axes; those of the curves where they are missing. */
  @property({ attribute: false }) xRange: Range | undefined;
  @property({ attribute: false }) yRange: Range | undefined;
  @property() xLabel = '';
  @state() private width = 400;
  @state() private height = 220;
  @state() private tableOpen = false;
  readonly #resized = new ResizeObserver(([entry]) => {
    const { width, height } = entry!.contentRect;
    if (width > 0) [this.width, this.height] = [width, height];
  });

  protected override firstUpdated(): void {
    this.#resized.observe(this.renderRoot.querySelector('.plot')!);
  }

  override render(): TemplateResult {
    const x = this.xRange ?? extent(this.curves.map((curve) => curve.x));
    const y = this.yRange ?? padded(extent(this.curves.map((curve) => curve.y)));
    const { width, height } = this;
    const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
    const px = (value: number): number => margin.left + ((value - x[0]) / (x[1] - x[0])) * inner.width;
    const py = (value: number): number => margin.top + (1 - (value - y[0]) / (y[1] - y[0])) * inner.height;
    return html`<figure>
      <svg class="plot" role="img" aria-label=${this.label} viewBox=${`0 0 ${width} ${height}`}>
        <clipPath id="inside">
          <rect
            x=${margin.left}
            y=${margin.top}
            width=${Math.max(0, inner.width)}
            height=${Math.max(0, inner.height)}
          />
        </clipPath>
        ${ticksOf(y[0], y[1], Math.max(2, inner.height / 42)).map(
          (tick) =>
            svg`<line class=${tick === 0 ? 'zero' : 'grid'} x1=${margin.left} x2=${width - margin.right} y1=${py(tick)} y2=${py(tick)} />
              <text x=${margin.left - 6} y=${py(tick) + 4} text-anchor="end">${formatNumber(tick)}</text>`,
        )}
        ${ticksOf(x[0], x[1], Math.max(5, inner.width / 70)).map(
          (tick) =>
            svg`<line class=${tick === 0 ? 'zero' : 'grid'} y1=${margin.top} y2=${height - margin.bottom} x1=${px(tick)} x2=${px(tick)} />
              <text x=${px(tick)} y=${height - margin.bottom + 15} text-anchor="middle">${formatNumber(tick)}</text>`,
        )}
        <text x=${margin.left + inner.width / 2} y=${height - 4} text-anchor="middle">${this.xLabel}</text>
        <g clip-path="url(#inside)">
          ${this.curves.map((curve) => draw(curve, px, py))}${this.#marks(x, inner.width, px, py)}
        </g>
      </svg>
      <ul aria-label="Curves">
        ${this.curves.map(
          ({ label, series, dashed, mark }) =>
            html`<li>
              <svg class="series-${series}" viewBox="0 0 22 10" aria-hidden="true">
                <path class="curve ${dashed ? 'dashed' : ''}" d="M0 5H22" />
                ${mark === undefined ? nothing : markAt(mark, 11, 5)}</svg
              >${label}
            </li>`,
        )}
      </ul>
      <details @toggle=${(event: Event) => (this.tableOpen = (event.target as HTMLDetailsElement).open)}>
        <summary>Values as a table</summary>
        ${this.tableOpen ? this.#table(x) : nothing}
      </details>
    </figure>`;
  }

  #marks(
    [from, to]: Range,
    width: number,
    px: (value: number) => number,
    py: (value: number) => number,
  ): readonly SVGTemplateResult[] {
    const marked = this.curves.filter(({ mark }) => mark !== undefined);
    return marked.flatMap((curve, place) =>
      markPlaces(place, marked.length, width).flatMap((share) => {
        const at = from + share * (to - from);
        const value = valueAt(curve, at);
        if (!Number.isFinite(value)) return [];
        return svg`<g class="series-${curve.series}">${markAt(curve.mark!, px(at), py(value))}</g>`;
      }),
    );
  }

  #table([from, to]: Range): TemplateResult {
    const positions = Array.from({ length: tableRows }, (_, i) => from + ((to - from) * i) / (tableRows - 1));
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${`Values: ${this.label}`}>
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">${this.xLabel || 'x'}</th>
            ${this.curves.map(({ label }) => html`<th scope="col" class="number">${label}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${positions.map(
            (at) =>
              html`<tr>
                <td class="number">${formatNumber(at, 3)}</td>
                ${this.curves.map((curve) => html`<td class="number">${formatNumber(valueAt(curve, at))}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

function draw(
  { x, y, series, dashed, filled }: PlotCurve,
  px: (value: number) => number,
  py: (value: number) => number,
): SVGTemplateResult {
  let line = '';
  let pen = 'M';
  for (let i = 0; i < x.length; i++) {
    const value = y[i]!;
    if (!Number.isFinite(value)) {
      pen = 'M';
      continue;
    }
    // Far outside of the picture the browser's own arithmetic would give out.
    line += `${pen}${px(x[i]!).toFixed(1)} ${Math.max(-1e5, Math.min(1e5, py(value))).toFixed(1)}`;
    pen = 'L';
  }
  const area = `${line}L${px(x[x.length - 1] ?? 0).toFixed(1)} ${py(0).toFixed(1)}L${px(x[0] ?? 0).toFixed(1)} ${py(0).toFixed(1)}Z`;
  return svg`<g class="series-${series}">
    ${filled && line !== '' ? svg`<path class="area" d=${area} />` : nothing}
    <path class="curve ${dashed ? 'dashed' : ''}" d=${line} />
  </g>`;
}

function extent(values: readonly ArrayLike<number>[]): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const part of values) {
    for (let i = 0; i < part.length; i++) {
      const value = part[i]!;
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? (low < high ? [low, high] : [low - 1, high + 1]) : [0, 1];
}

const padded = ([low, high]: Range): Range => [low - (high - low) * 0.05, high + (high - low) * 0.05];

/** A curve's value between its positions; NaN outside of them. */
function valueAt({ x, y }: PlotCurve, at: number): number {
  for (let i = 0; i + 1 < x.length; i++) {
    const [from, to] = [x[i]!, x[i + 1]!];
    if (at >= from - 1e-9 && at <= to + 1e-9) return y[i]! + ((y[i + 1]! - y[i]!) * (at - from)) / (to - from || 1);
  }
  return NaN;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-plot': LlPlot;
  }
}
