import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MetricValue } from '../../evaluation/metric.ts';
import { formatCount, formatNumber } from '../common/format.ts';
import { base, tables } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import type { Compared } from './compared.ts';
import { bestOf, figureRows } from './figure-rows.ts';
import type { FigureRow } from './figure-rows.ts';

const betterWords = { lower: 'lower is better', higher: 'higher is better', none: '' } as const;
const betterSigns = { lower: '↓', higher: '↑', none: '' } as const;

/** Figures of several runs side by side, each with what is needed to trust it. */
@customElement('ll-figure-table')
export class LlFigureTable extends LitElement {
  static override styles = [
    base,
    tables,
    swatches,
    css`
      thead th {
        color: var(--ll-text);
        white-space: normal;
        overflow-wrap: anywhere;
        min-width: 108px;
      }

      tbody th {
        color: var(--ll-text);
        font-weight: 400;
        font-size: 0.9rem;
        white-space: normal;
        min-width: 128px;
      }

      tbody th,
      td {
        vertical-align: top;
      }

      .swatch {
        margin-right: 8px;
      }

      small {
        display: block;
        color: var(--ll-muted);
        font-weight: 400;
        line-height: 1.4;
      }

      .value {
        font-size: 1.02rem;
        font-variant-numeric: tabular-nums;
      }

      .best .value {
        font-weight: 700;
      }

      .caution {
        color: var(--ll-warning);
      }

      code {
        font-family: var(--ll-mono);
        font-size: 0.92em;
      }
    `,
  ];

  @property({ attribute: false }) compared: readonly Compared[] = [];

  override render(): TemplateResult {
    const rows = figureRows(this.compared.map(({ figures }) => figures));
    if (rows.length === 0) return html`<p class="muted small">None of these has been evaluated yet.</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Figures">
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            ${this.compared.map(
              ({ label, measuredAt }, i) =>
                html`<th scope="col" class=${seriesClass(i)}>
                  <span class="swatch"></span>${label}
                  <small>${measuredAt === undefined ? 'not evaluated' : `at step ${formatCount(measuredAt)}`}</small>
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.#row(row))}
        </tbody>
      </table>
    </div>`;
  }

  #row(row: FigureRow): TemplateResult {
    const best = bestOf(row);
    const { label, better, cells, cautions } = row;
    return html`<tr>
      <th scope="row">
        ${label}
        ${
          better === 'none'
            ? nothing
            : html`<span class="muted" title=${betterWords[better]} role="img" aria-label=${betterWords[better]}
                >${betterSigns[better]}</span
              >`
        }
        ${cautions.length > 0 ? html`<small class="caution">Not comparable: ${cautions.join('; ')}.</small>` : nothing}
      </th>
      ${cells.map((cell, i) => html`<td class=${i === best ? 'best' : ''}>${cell ? showFigure(cell) : '–'}</td>`)}
    </tr>`;
  }
}

function showFigure({ value, unit, interval, floor, counts, extractor, note }: MetricValue): TemplateResult {
  const examples = [
    ...(counts.generated === undefined ? [] : [`${formatCount(counts.generated)} generated`]),
    ...(counts.real === undefined ? [] : [`${formatCount(counts.real)} real`]),
  ];
  return html`<span class="value">${formatNumber(value)}</span> ${unit ?? ''}
    ${interval ? html`<small>${formatNumber(interval[0])} to ${formatNumber(interval[1])}</small>` : nothing}
    ${floor === undefined ? nothing : html`<small>floor ${formatNumber(floor)}</small>`}
    ${examples.length > 0 ? html`<small>${examples.join(', ')}</small>` : nothing}
    ${
      extractor
        ? html`<small title=${extractor.sha256}>${extractor.id} <code>${extractor.sha256.slice(0, 8)}</code></small>`
        : nothing
    }
    ${note ? html`<small>${note}</small>` : nothing}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-figure-table': LlFigureTable;
  }
}
