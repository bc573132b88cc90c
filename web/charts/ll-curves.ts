import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { base, inputs } from '../styles/shared.ts';
import { markWords } from './chart-marks.ts';
import type { ChartMark } from './chart-marks.ts';
import type { Curve, XAxis } from './series.ts';
import './ll-chart.ts';

/** A chart to be drawn: its title and curves. */
export interface ChartSpec {
  readonly title: string;
  readonly unit?: string;
  readonly curves: readonly Curve[];
}

/** How every chart is drawn. */
export interface CurveAxes {
  readonly x: XAxis | 'both';
  readonly log: boolean;
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
 * @fires ll-axes with CurveAxes when another axis or scale was chosen
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

      .controls input[type='range'] {
        width: 96px;
      }

      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        margin: -2px 0 8px;
        font-size: 0.8rem;
        color: var(--ll-muted);
      }

      .mark {
        display: inline-block;
        width: 0;
        margin-inline-end: 6px;
        vertical-align: -1px;
        border: 0 dashed var(--ll-accent);
        border-left-width: 2px;
        height: 12px;
        forced-color-adjust: none;
      }

      .mark.edit {
        border-color: var(--ll-warning);
      }

      .mark.checkpoint {
        height: 0;
        border: 4px solid transparent;
        border-top: 0;
        border-bottom: 6px solid var(--ll-muted);
        vertical-align: 1px;
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
  @property({ type: Boolean }) log = false;
  /** Without controls: another element's are for these too. */
  @property({ type: Boolean }) bare = false;
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
      ${this.bare ? nothing : this.#controls()}
      <div class="charts">
        ${repeat(
          this.charts.slice(0, this.made).flatMap((chart) => shownAxes.map((x) => ({ ...chart, x }))),
          ({ title, x }) => (x === 'time' ? `${title}, time` : title),
          ({ title, unit, curves, x }) =>
            html`<ll-chart
              .unit=${unit ?? ''}
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

  #controls(): TemplateResult {
    return html`<div class="controls">
        <label
          >Against
          <select
            @change=${(event: Event) => this.#choose({ x: (event.target as HTMLSelectElement).value as typeof this.x })}
          >
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
            .checked=${this.log}
            @change=${(event: Event) => this.#choose({ log: (event.target as HTMLInputElement).checked })}
          />Log scale</label
        >
        <slot name="tools"></slot>
      </div>
      ${this.marks.length > 0 ? this.#marksKey() : nothing}`;
  }

  #marksKey(): TemplateResult {
    const kinds = new Set(this.marks.map(({ kind }) => kind));
    return html`<p class="marks">
      ${[...kinds].map((kind) => html`<span><span class="mark ${kind}"></span>${markWords[kind]}</span>`)}
    </p>`;
  }

  #choose(chosen: Partial<CurveAxes>): void {
    const axes: CurveAxes = { x: this.x, log: this.log, ...chosen };
    Object.assign(this, axes);
    this.dispatchEvent(new CustomEvent<CurveAxes>('ll-axes', { detail: axes }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-curves': LlCurves;
  }
}
