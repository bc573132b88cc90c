import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MetricValue } from '../../evaluation/metric.ts';
import { base, tables } from '../styles/shared.ts';
import { formatCount, formatNumber } from './format.ts';

const betterSigns = { lower: '↓', higher: '↑', none: '' } as const;
const betterWords = { lower: 'lower is better', higher: 'higher is better', none: '' } as const;

/** Figures of an evaluation with all that is needed to trust them. */
@customElement('ll-metrics')
export class LlMetrics extends LitElement {
  static override styles = [
    base,
    tables,
    css`
      .value {
        font-size: 1.05rem;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }

      td small {
        display: block;
        color: var(--ll-muted);
        line-height: 1.4;
      }

      .better {
        color: var(--ll-muted);
      }

      code {
        font-family: var(--ll-mono);
        font-size: 0.85em;
      }

      @media (max-width: 640px) {
        thead {
          display: none;
        }

        tr {
          display: grid;
          grid-template-columns: 1fr auto;
          padding: 8px 0;
          border-bottom: 1px solid var(--ll-line);
        }

        td,
        th {
          padding: 1px 2px;
          border: 0;
        }

        td[data-label]::before {
          content: attr(data-label) ' ';
          color: var(--ll-muted);
          font-size: 0.82rem;
        }

        td[data-label] {
          grid-column: 1 / -1;
          text-align: left;
        }
      }
    `,
  ];

  @property({ attribute: false }) metrics: readonly MetricValue[] = [];

  override render(): TemplateResult {
    return html`<div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" class="number">Value</th>
            <th scope="col" class="number">Interval</th>
            <th scope="col" class="number">Floor</th>
            <th scope="col">Examples</th>
            <th scope="col">Extractor</th>
          </tr>
        </thead>
        <tbody>
          ${this.metrics.map((metric) => this.#row(metric))}
        </tbody>
      </table>
    </div>`;
  }

  #row({ label, value, unit, better, counts, floor, interval, extractor, note }: MetricValue): TemplateResult {
    return html`<tr>
      <td>
        ${label}
        ${better === 'none' ? nothing : html`<span class="better" title=${betterWords[better]} role="img" aria-label=${betterWords[better]}>${betterSigns[better]}</span>`}
        ${note ? html`<small>${note}</small>` : nothing}
      </td>
      <td class="number value">${formatNumber(value)}${unit ? html` <small>${unit}</small>` : nothing}</td>
      <td class="number" data-label="Interval">
        ${interval ? `${formatNumber(interval[0])} to ${formatNumber(interval[1])}` : '–'}
      </td>
      <td class="number" data-label="Floor">${floor === undefined ? '–' : formatNumber(floor)}</td>
      <td data-label="Examples">${showCounts(counts)}</td>
      <td data-label="Extractor">
        ${extractor ? html`<span title=${extractor.sha256}>${extractor.id} <code>${extractor.sha256.slice(0, 8)}</code></span>` : '–'}
      </td>
    </tr>`;
  }
}

function showCounts({ generated, real }: MetricValue['counts']): string {
  const parts = [
    ...(generated === undefined ? [] : [`${formatCount(generated)} generated`]),
    ...(real === undefined ? [] : [`${formatCount(real)} real`]),
  ];
  return parts.join(', ') || '–';
}

declare global {
  interface HTMLElementTagNameMap {
    'll-metrics': LlMetrics;
  }
}
