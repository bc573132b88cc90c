import { LitElement, css, html, nothing, svg } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StudyTable } from '../../evaluation/study/study-table.ts';
import { formatNumber } from '../common/format.ts';
import { base } from '../styles/shared.ts';
import { seriesClass } from '../styles/swatches.ts';
import { ticksOf } from '../theory/plot/ticks.ts';
import { plotStyles } from './plot-styles.ts';
import { canBeLogarithmic, logScaleOf, rangeOf, scaleOf, wantsLogarithm } from './plot-scale.ts';
import type { Scale } from './plot-scale.ts';
import { WidthController } from './width-controller.ts';

/** Height of an arm's name and its dots, and of the axis below, in pixels. */
const row = 42;
const axis = 30;
const margin = 16;

interface PlottedArm {
  readonly label: string;
  readonly index: number;
  readonly values: readonly number[];
  readonly mean: number;
  readonly interval: readonly [number, number] | undefined;
}

/** A figure of every arm: each seed's value, the mean, and its interval, beside the baseline and the floor. */
@customElement('ll-dot-plot')
export class LlDotPlot extends LitElement {
  static override styles = [
    base,
    plotStyles,
    css`
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 28px;
        margin-bottom: 4px;
      }
    `,
  ];

  @property({ attribute: false }) table!: StudyTable;
  @property() figure = '';
  /** Whether a person wants a logarithmic axis; by the values until one has chosen. */
  @state() private logarithmic: boolean | undefined;
  readonly #size = new WidthController(this);

  override render(): TemplateResult | typeof nothing {
    const { table } = this;
    const column = table.figures.find(({ id }) => id === this.figure);
    const arms = table.arms.flatMap(({ label, index, figures }) => {
      const { values = [], mean = null, interval } = figures[this.figure] ?? {};
      return mean === null ? [] : [{ label, index, values: values.filter((value) => value !== null), mean, interval }];
    });
    if (!column || arms.length === 0) return nothing;
    const { width } = this.#size;
    const floor = column.floor?.[0];
    const values = arms.flatMap((arm) => arm.values);
    const possible = canBeLogarithmic(values);
    const logarithmic = possible && (this.logarithmic ?? wantsLogarithm(values));
    const held = [...values, ...arms.flatMap(({ interval = [] }) => interval), ...(floor === undefined ? [] : [floor])];
    const scale = logarithmic ? logScale(values, held, width) : linearScale(held, width);
    const bottom = arms.length * row;
    const baseline = arms.find(({ label }) => label === table.baseline)?.mean;
    return html`<figure>
      ${
        possible
          ? html`<label class="small muted"
              ><input
                type="checkbox"
                .checked=${logarithmic}
                @change=${(event: Event) => (this.logarithmic = (event.target as HTMLInputElement).checked)}
              />
              Logarithmic axis</label
            >`
          : nothing
      }
      <svg
        viewBox=${`0 0 ${width} ${bottom + axis}`}
        height=${bottom + axis}
        role="img"
        aria-label=${`${column.label}: mean and 95% interval of each arm, and each seed’s value`}
      >
        ${scale.ticks.map(
          (tick) =>
            svg`<line class="grid" x1=${scale.at(tick)} x2=${scale.at(tick)} y1="0" y2=${bottom} />
              <text x=${scale.at(tick)} y=${bottom + 15} text-anchor="middle">${formatNumber(tick)}</text>`,
        )}
        ${vertical('baseline', baseline, scale, bottom)}
        ${vertical('floor', logarithmic && floor !== undefined && floor <= 0 ? undefined : floor, scale, bottom)}
        ${arms.map((arm, i) => drawArm(arm, i * row, scale))}
        <text x=${width / 2} y=${bottom + axis - 1} text-anchor="middle">
          ${column.label}${column.unit ? `, ${column.unit}` : ''}
        </text>
      </svg>
      <figcaption class="small muted">
        Each faint dot is a seed; the large one is their mean with its 95% interval. Dashed:
        ${table.baseline}${floor === undefined ? '' : floor <= 0 && logarithmic ? `; the floor, ${formatNumber(floor)}, is beyond the axis` : '; dotted: the floor'}.
      </figcaption>
    </figure>`;
  }
}

function linearScale(values: readonly number[], width: number): Scale {
  const range = rangeOf(values);
  return scaleOf(range, margin, width - margin, ticksOf(...range, Math.max(3, width / 90)));
}

/** A logarithmic axis of what is no more than a decade below the values: ends of intervals may be next to 0. */
function logScale(values: readonly number[], held: readonly number[], width: number): Scale {
  const least = Math.min(...values) / 10;
  return logScaleOf(
    held.filter((value) => value >= least),
    margin,
    width - margin,
  );
}

function drawArm({ label, index, values, mean, interval }: PlottedArm, top: number, scale: Scale): SVGTemplateResult {
  const y = top + 30;
  return svg`<g class=${seriesClass(index)}>
    <text class="name" x=${margin - 8} y=${top + 16}>${label}</text>
    ${values.map((value) => svg`<circle class="seed" cx=${scale.at(value)} cy=${y} r="4" />`)}
    ${interval ? svg`<line class="interval" x1=${scale.at(interval[0])} x2=${scale.at(interval[1])} y1=${y} y2=${y} />` : nothing}
    <circle class="mean" cx=${scale.at(mean)} cy=${y} r="5.5" />
  </g>`;
}

function vertical(
  name: 'baseline' | 'floor',
  value: number | undefined,
  scale: Scale,
  bottom: number,
): SVGTemplateResult | typeof nothing {
  if (value === undefined) return nothing;
  return svg`<line class=${name} x1=${scale.at(value)} x2=${scale.at(value)} y1="0" y2=${bottom} />`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-dot-plot': LlDotPlot;
  }
}
