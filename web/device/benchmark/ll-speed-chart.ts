import { LitElement, css, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { capitalise } from '../../common/format.ts';
import { base } from '../../styles/shared.ts';
import type { ObjectiveGroup, ObjectiveRow } from './rows.ts';
import { stepsPerSecond } from './rows.ts';
import { backendNames, gameTitles, rate } from './words.ts';

/** Width of a bar's drawing; the page stretches it. */
const width = 1000;
const height = 10;

/** Steps a second of every objective as bars; a second device's bars lie under the first's. */
@customElement('ll-speed-chart')
export class LlSpeedChart extends LitElement {
  static override styles = [
    base,
    css`
      .chart {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr) max-content;
        gap: 3px 10px;
        align-items: center;
        font-size: 0.88rem;
      }

      .objective {
        grid-column: 1 / -1;
        font-weight: 600;
      }

      .objective:not(:first-child) {
        margin-top: 8px;
      }

      .backend {
        color: var(--ll-muted);
        align-self: start;
      }

      .bars,
      .values {
        display: grid;
        gap: 3px;
      }

      .bars svg,
      .values span {
        display: block;
        width: 100%;
        height: 18px;
        line-height: 18px;
      }

      .values {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }

      .track {
        fill: var(--ll-sunken);
      }

      .mine {
        fill: var(--ll-series-1);
      }

      .theirs {
        fill: color-mix(in srgb, var(--ll-series-2) 45%, var(--ll-surface));
        stroke: var(--ll-series-2);
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  @property({ attribute: false }) group!: ObjectiveGroup;
  /** Of the devices; the second is empty when there is one. */
  @property({ attribute: false }) names: readonly [string, string] = ['', ''];

  override render(): TemplateResult {
    const { game, rows } = this.group;
    const speeds = rows.flatMap(({ mine, theirs }) => [stepsPerSecond(mine) ?? 0, stepsPerSecond(theirs) ?? 0]);
    const most = Math.max(...speeds);
    const label = `Steps a second of each objective, ${gameTitles[game] ?? game}. The table has the figures.`;
    return html`<div class="chart" role="img" aria-label=${label}>
      ${rows.map((row, i) => this.#row(row, rows[i - 1]?.objective !== row.objective, most))}
    </div>`;
  }

  #row({ objective, backend, mine, theirs }: ObjectiveRow, first: boolean, most: number): TemplateResult {
    const values = [
      ['mine', stepsPerSecond(mine)],
      ...(this.names[1] === '' ? [] : ([['theirs', stepsPerSecond(theirs)]] as const)),
    ] as const;
    return html`${first ? html`<div class="objective">${capitalise(objective)}</div>` : nothing}
      <div class="backend">${backendNames[backend]}</div>
      <div class="bars">${values.map(([device, value]) => bar(device, most > 0 ? (value ?? 0) / most : 0))}</div>
      <div class="values">
        ${values.map(([, value]) => html`<span>${value === undefined ? '–' : rate(value)}</span>`)}
      </div>`;
  }
}

const bar = (device: 'mine' | 'theirs', share: number): TemplateResult =>
  html`<svg viewBox=${`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
    ${svg`<rect class="track" width=${width} height=${height}></rect>
    ${share > 0 ? svg`<rect class=${device} width=${share * width} height=${height}></rect>` : nothing}`}
  </svg>`;

declare global {
  interface HTMLElementTagNameMap {
    'll-speed-chart': LlSpeedChart;
  }
}
