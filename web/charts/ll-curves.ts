import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { base, inputs } from '../styles/shared.ts';
import type { ChartMark } from './ll-chart.ts';
import type { Curve, XAxis } from './series.ts';
import './ll-chart.ts';

/** A chart to be drawn: its title and curves. */
export interface ChartSpec {
  readonly title: string;
  readonly curves: readonly Curve[];
}

const axes: readonly (readonly [XAxis | 'both', string])[] = [
  ['step', 'step'],
  ['time', 'time'],
  ['both', 'step and time'],
  ['examples', 'examples'],
];

/**
 * Charts with common controls: axis, logarithm, smoothing.
 *
 * @slot tools - more buttons beside the controls
 * @fires ll-smoothing with the new weight
 */
@customElement('ll-curves')
export class LlCurves extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      .controls {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 18px;
        margin-bottom: 10px;
        font-size: 0.86rem;
        color: var(--ll-muted);
      }

      .controls label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
      }

      .controls select {
        min-height: 30px;
        color: var(--ll-text);
      }

      output {
        min-width: 3.2em;
        font-variant-numeric: tabular-nums;
      }

      .charts {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, var(--chart-width, 340px)), 1fr));
        gap: 12px;
      }

      .empty {
        padding: 28px 16px;
        text-align: center;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) charts: readonly ChartSpec[] = [];
  @property({ type: Number }) version = 0;
  @property({ type: Number }) smoothing = 0.6;
  @property({ attribute: false }) marks: readonly ChartMark[] = [];
  @property() group = 'run';
  @property() empty = 'Curves appear here once training starts.';
  /** Against what the curves are drawn; each chart twice for `both`: against the step and against the time. */
  @property() x: XAxis | 'both' = 'step';
  @state() private log = false;
  /** Charts that are there: each takes a while to make, and the page should answer between two. */
  @state() private made = 0;
  #making = false;

  protected override updated(): void {
    if (this.#making || this.made >= this.charts.length) return;
    this.#making = true;
    // In a task after the next frame: charts draw in frames, and two should not share one.
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#making = false;
        this.made++;
      }),
    );
  }

  override render(): TemplateResult {
    const both = this.x === 'both';
    const shownAxes: readonly XAxis[] = this.x === 'both' ? ['step', 'time'] : [this.x];
    if (this.charts.length === 0) return html`<p class="card empty">${this.empty}</p>`;
    return html`
      <div class="controls">
        <label
          >Against
          <select @change=${(event: Event) => (this.x = (event.target as HTMLSelectElement).value as typeof this.x)}>
            ${axes.map(([axis, label]) => html`<option value=${axis} .selected=${axis === this.x}>${label}</option>`)}
          </select></label
        >
        <label
          >Smoothing
          <input
            type="range"
            min="0"
            max="0.999"
            step="0.001"
            .value=${String(this.smoothing)}
            @input=${(event: Event) =>
              this.dispatchEvent(
                new CustomEvent('ll-smoothing', { detail: (event.target as HTMLInputElement).valueAsNumber }),
              )}
          /><output>${this.smoothing.toFixed(3)}</output></label
        >
        <label class="check"
          ><input
            type="checkbox"
            @change=${(event: Event) => (this.log = (event.target as HTMLInputElement).checked)}
          />Logarithmic</label
        >
        <slot name="tools"></slot>
      </div>
      <div class="charts">
        ${repeat(
          this.charts.slice(0, this.made).flatMap((chart) => shownAxes.map((x) => ({ ...chart, x }))),
          ({ title, x }) => (x === 'time' ? `${title}, time` : title),
          ({ title, curves, x }) =>
            html`<ll-chart
              .heading=${both ? `${title} by ${x}` : title}
              .curves=${curves}
              .version=${this.version}
              .x=${x}
              .log=${this.log}
              .smoothing=${this.smoothing}
              .marks=${this.marks}
              .group=${both ? `${this.group}-${x}` : this.group}
            ></ll-chart>`,
        )}
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-curves': LlCurves;
  }
}
