import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ArmFigure, ArmRow, StudyTable } from '../../evaluation/study/study-table.ts';
import { formatNumber } from '../common/format.ts';
import { base, tables } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';

/** One figure of every arm: mean, interval, paired difference to the baseline, corrected p, rank. */
@customElement('ll-study-table')
export class LlStudyTable extends LitElement {
  static override styles = [
    base,
    tables,
    swatches,
    css`
      tbody th {
        color: var(--ll-text);
        font-size: 0.9rem;
        white-space: normal;
        min-width: 120px;
      }

      td,
      thead th {
        white-space: nowrap;
      }

      .swatch {
        margin-right: 8px;
      }

      .mean {
        font-weight: 600;
      }

      small {
        display: block;
        font-weight: 400;
        color: var(--ll-muted);
        white-space: normal;
      }

      .diverged {
        color: var(--ll-danger);
      }

      .holds {
        font-weight: 700;
      }

      .note {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) table!: StudyTable;
  /** Id of the figure. */
  @property() figure = '';

  override render(): TemplateResult {
    const { table } = this;
    const column = table.figures.find(({ id }) => id === this.figure);
    if (!column) return html`<p class="muted small">No run has been measured yet.</p>`;
    const { better, unit, floor, counts, extractor } = column;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${`${column.label} of every arm`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Arm</th>
              <th scope="col" class="number">Runs</th>
              <th scope="col" class="number">Mean${unit ? `, ${unit}` : ''}</th>
              <th scope="col" class="number">95% interval</th>
              <th scope="col" class="number">Difference to ${table.baseline}</th>
              <th scope="col" class="number">95% interval</th>
              <th scope="col" class="number">p</th>
              <th scope="col" class="number">p, corrected</th>
              ${better === 'none' ? nothing : html`<th scope="col" class="number">Rank</th>`}
            </tr>
          </thead>
          <tbody>
            ${table.arms.map((arm) => this.#row(arm, better !== 'none'))}
          </tbody>
        </table>
      </div>
      <p class="small muted note">
        ${better === 'none' ? '' : better === 'lower' ? 'Lower is better. ' : 'Higher is better. '}
        ${
          floor
            ? `Real data, or an ideal sampler, scores ${formatNumber(floor[0])}${floor[1] === floor[0] ? '' : ` to ${formatNumber(floor[1])}`}. `
            : ''
        }
        ${counts.generated === undefined ? '' : `${counts.generated} generated samples a run. `}
        ${extractor ? `Features of ${extractor.id} (${extractor.sha256.slice(0, 8)}). ` : ''} Intervals by bootstrap
        over seeds; p by flipping the signs of paired differences, corrected by Holm for the number of arms; with
        ${table.seeds.length} seeds no p is below ${formatNumber(table.leastP, 2)}.
      </p>
      ${table.notes.map((note) => html`<p class="small muted note">${note}</p>`)}`;
  }

  #row(arm: ArmRow, ranked: boolean): TemplateResult {
    const figure = arm.figures[this.figure];
    const span = ranked ? 8 : 7;
    return html`<tr>
      <th scope="row" class=${seriesClass(arm.index)}>
        <span class="swatch"></span>${arm.label}
        ${
          arm.diverged.length > 0
            ? html`<small class="diverged"
                >${arm.diverged.length} diverged:
                ${arm.diverged.map(({ seed, step }) => `seed ${seed} at step ${step}`).join(', ')}</small
              >`
            : nothing
        }
      </th>
      ${
        arm.refused !== undefined
          ? html`<td colspan=${span} class="muted">Can’t be run: ${arm.refused}</td>`
          : figure === undefined || figure.mean === null
            ? html`<td colspan=${span} class="muted">${arm.missing.length > 0 ? 'not yet' : '–'}</td>`
            : this.#cells(figure, arm, ranked)
      }
    </tr>`;
  }

  #cells({ n, mean, interval, comparison, rank }: ArmFigure, arm: ArmRow, ranked: boolean): TemplateResult {
    const isBaseline = arm.label === this.table.baseline;
    return html`<td class="number">${n}</td>
      <td class="number mean">${formatNumber(mean ?? NaN)}</td>
      <td class="number">${showInterval(interval)}</td>
      ${
        comparison
          ? html`<td class="number">${signed(comparison.mean)}</td>
              <td class="number">${showInterval(comparison.interval)}</td>
              <td class="number">${formatNumber(comparison.p, 2)}</td>
              <td class="number ${comparison.adjusted < 0.05 ? 'holds' : ''}">
                ${formatNumber(comparison.adjusted, 2)}
              </td>`
          : html`<td class="number muted">${isBaseline ? 'baseline' : '–'}</td>
              <td class="number">–</td>
              <td class="number">–</td>
              <td class="number">–</td>`
      }
      ${ranked ? html`<td class="number">${rank === undefined ? '–' : formatNumber(rank, 3)}</td>` : nothing}`;
  }
}

function showInterval(interval: readonly [number, number] | undefined): string {
  return interval ? `${formatNumber(interval[0])} to ${formatNumber(interval[1])}` : '–';
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${formatNumber(value)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-table': LlStudyTable;
  }
}
