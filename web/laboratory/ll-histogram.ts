import { LitElement, css, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Histogram } from '../../worker/protocol/records.ts';
import { formatNumber } from '../common/format.ts';
import { base } from '../styles/shared.ts';

/** A value worth a line across a histogram. */
export interface HistogramMark {
  readonly at: number;
  readonly label: string;
}

const [width, height] = [240, 64];

/** Counts as bars, with lines where values ought to lie. */
@customElement('ll-histogram')
export class LlHistogram extends LitElement {
  static override styles = [
    base,
    css`
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }

      rect {
        fill: var(--ll-series-1);
      }

      line.floor {
        stroke: var(--ll-line-strong);
      }

      line.mark {
        stroke: var(--ll-generated);
        stroke-dasharray: 3 3;
      }

      line {
        vector-effect: non-scaling-stroke;
      }

      .scale {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        margin-top: 3px;
        font-size: 0.76rem;
        color: var(--ll-muted);
        font-variant-numeric: tabular-nums;
      }

      .marks {
        color: var(--ll-generated);
      }
    `,
  ];

  @property({ attribute: false }) histogram!: Histogram;
  @property({ attribute: false }) marks: readonly HistogramMark[] = [];
  /** What is counted, for those who can't see the bars. */
  @property() label = '';

  override render(): TemplateResult {
    const { from, to, counts } = this.histogram;
    const most = counts.reduce((largest, count) => Math.max(largest, count), 1);
    const bar = width / counts.length;
    const shown = this.marks.filter(({ at }) => at >= from && at <= to && to > from);
    return html`<svg
        viewBox="0 0 ${width} ${height}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${`${this.label}: ${this.#inWords()}`}
      >
        ${Array.from(counts, (count, i) =>
          count === 0
            ? nothing
            : svg`<rect x=${i * bar} y=${height - Math.max(1, (count / most) * height)} width=${bar * 0.9} height=${Math.max(1, (count / most) * height)}></rect>`,
        )}
        <line class="floor" x1="0" x2=${width} y1=${height} y2=${height}></line>
        ${shown.map(({ at }) => {
          const x = ((at - from) / (to - from)) * width;
          return svg`<line class="mark" x1=${x} x2=${x} y1="0" y2=${height}></line>`;
        })}
      </svg>
      <div class="scale">
        <span>${formatNumber(from, 3)}</span>
        ${shown.length > 0 ? html`<span class="marks">${shown.map(({ label }) => label).join(', ')}</span>` : nothing}
        <span>${formatNumber(to, 3)}</span>
      </div>`;
  }

  /** Where the middle of the counts lies. */
  #inWords(): string {
    const { from, to, counts } = this.histogram;
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return 'nothing to count';
    let below = 0;
    const middle = counts.findIndex((count) => (below += count) * 2 >= total);
    const at = from + ((middle + 0.5) * (to - from)) / counts.length;
    return `from ${formatNumber(from, 3)} to ${formatNumber(to, 3)}, half of them below ${formatNumber(at, 3)}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-histogram': LlHistogram;
  }
}
