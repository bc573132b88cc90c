import { LitElement, css, html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FigureColumn, StudyTable } from '../../evaluation/study/study-table.ts';
import { formatNumber } from '../common/format.ts';
import { base, inputs } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import { ticksOf } from '../theory/plot/ticks.ts';
import { plotStyles } from './plot-styles.ts';
import { rangeOf, scaleOf } from './plot-scale.ts';
import type { Scale } from './plot-scale.ts';
import { WidthController } from './width-controller.ts';

const height = 300;
const margin = { left: 70, right: 14, top: 10, bottom: 40 };
/** Radius of a mean's dot, and how near another mean may be before a ring around the dot tells of it, in pixels. */
const dot = 6;

/** Two figures of every arm against each other: each seed's pair, and the means. */
@customElement('ll-trade-off')
export class LlTradeOff extends LitElement {
  static override styles = [
    base,
    inputs,
    swatches,
    plotStyles,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 6px 16px;
        margin-bottom: 8px;
        font-size: 0.86rem;
        color: var(--ll-muted);
      }

      select {
        min-height: 32px;
        max-width: 60vw;
        color: var(--ll-text);
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
        font-size: 0.84rem;
      }

      .swatch {
        margin-right: 6px;
      }
    `,
  ];

  @property({ attribute: false }) table!: StudyTable;
  @state() private chosenX = '';
  @state() private chosenY = '';
  readonly #size = new WidthController(this);

  override render(): TemplateResult {
    const { figures } = this.table;
    const x = figures.find(({ id }) => id === this.chosenX) ?? figures[0];
    const y = figures.find(({ id }) => id === this.chosenY) ?? figures.find((figure) => figure !== x);
    if (!x || !y) return html`<p class="muted small">There are not two figures yet.</p>`;
    return html`<div class="row">
        <label>Across ${this.#select(x, (id) => (this.chosenX = id))}</label>
        <label>Up ${this.#select(y, (id) => (this.chosenY = id))}</label>
      </div>
      ${this.#plot(x, y)}`;
  }

  #select(chosen: FigureColumn, choose: (id: string) => void): TemplateResult {
    return html`<select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${this.table.figures.map(
        ({ id, label }) => html`<option value=${id} .selected=${id === chosen.id}>${label}</option>`,
      )}
    </select>`;
  }

  #plot(x: FigureColumn, y: FigureColumn): TemplateResult {
    const { width } = this.#size;
    const arms = this.table.arms.flatMap(({ index, label, figures }) => {
      const [across, up] = [figures[x.id], figures[y.id]];
      if (!across || !up || across.mean === null || up.mean === null) return [];
      const pairs = across.values.flatMap((value, s): [number, number][] => {
        const other = up.values[s];
        return value === null || other === null || other === undefined ? [] : [[value, other]];
      });
      return [{ index, label, pairs, mean: [across.mean, up.mean] as const }];
    });
    const [xRange, yRange] = [0, 1].map((side) =>
      rangeOf(arms.flatMap(({ pairs }) => pairs.map((pair) => pair[side]!))),
    ) as [readonly [number, number], readonly [number, number]];
    const [right, bottom] = [width - margin.right, height - margin.bottom];
    const across = scaleOf(xRange, margin.left, right, ticksOf(...xRange, Math.max(3, width / 100)));
    const up = scaleOf(yRange, bottom, margin.top, ticksOf(...yRange, 5));
    return html`<figure>
      <svg
        viewBox=${`0 0 ${width} ${height}`}
        height=${height}
        role="img"
        aria-label=${`${y.label} against ${x.label}, a dot for each seed and a large one for each arm’s mean`}
      >
        ${across.ticks.map(
          (tick) =>
            svg`<line class="grid" x1=${across.at(tick)} x2=${across.at(tick)} y1=${margin.top} y2=${bottom} />
              <text x=${across.at(tick)} y=${bottom + 15} text-anchor="middle">${formatNumber(tick)}</text>`,
        )}
        ${up.ticks.map(
          (tick) =>
            svg`<line class="grid" x1=${margin.left} x2=${right} y1=${up.at(tick)} y2=${up.at(tick)} />
              <text x=${margin.left - 6} y=${up.at(tick) + 4} text-anchor="end">${formatNumber(tick)}</text>`,
        )}
        ${arms.map(({ index, pairs, mean }, i) => {
          const place = [across.at(mean[0]), up.at(mean[1])] as const;
          const under = arms
            .slice(0, i)
            .filter((other) => Math.hypot(across.at(other.mean[0]) - place[0], up.at(other.mean[1]) - place[1]) < dot);
          return draw(index, pairs, place, under.length, across, up);
        })}
        <text x=${(margin.left + right) / 2} y=${height - 4} text-anchor="middle">${x.label}${arrow(x)}</text>
        <text transform=${`translate(12 ${(margin.top + bottom) / 2}) rotate(-90)`} text-anchor="middle">
          ${y.label}${arrow(y)}
        </text>
      </svg>
      <figcaption class="small muted">
        Each faint dot is a seed, a large one an arm’s mean. Where means are equal, they are rings around each other.
      </figcaption>
      <ul aria-label="Arms">
        ${arms.map(({ index, label }) => html`<li class=${seriesClass(index)}><span class="swatch"></span>${label}</li>`)}
      </ul>
    </figure>`;
  }
}

/** @param under Means that are already drawn at this place. */
function draw(
  index: number,
  pairs: readonly (readonly [number, number])[],
  [x, y]: readonly [number, number],
  under: number,
  across: Scale,
  up: Scale,
): SVGTemplateResult {
  return svg`<g class=${seriesClass(index)}>
    ${pairs.map((pair) => svg`<circle class="seed" cx=${across.at(pair[0])} cy=${up.at(pair[1])} r="4" />`)}
    ${
      pairs.length === 0
        ? nothing
        : svg`<circle class=${under === 0 ? 'mean' : 'mean ring'} cx=${x} cy=${y} r=${dot + 4 * under} />`
    }
  </g>`;
}

const arrow = ({ better }: FigureColumn): string =>
  better === 'none' ? '' : better === 'lower' ? ' (lower is better)' : ' (higher is better)';

declare global {
  interface HTMLElementTagNameMap {
    'll-trade-off': LlTradeOff;
  }
}
