import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MetricGroup, MetricValue } from '../../evaluation/metric.ts';
import { base, tables } from '../styles/shared.ts';
import { formatCount, formatNumber } from './format.ts';
import { betterWords, groupLabels } from './metric-groups.ts';

const betterSigns = { lower: '↓', higher: '↑', none: '' } as const;

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

      .scroll {
        container-type: inline-size;
      }

      td small {
        display: block;
        color: var(--ll-muted);
        line-height: 1.4;
      }

      td.value small {
        display: inline;
        font-weight: 400;
      }

      td.value {
        white-space: nowrap;
      }

      .better {
        color: var(--ll-muted);
      }

      code {
        font-family: var(--ll-mono);
        font-size: 0.85em;
      }

      .group th {
        padding-top: 14px;
        color: var(--ll-muted);
        font-size: 0.82rem;
        font-weight: 600;
        text-align: left;
      }

      td[data-label] {
        white-space: nowrap;
      }

      /* As a list where four columns would be cramped: the panel may be half a screen wide. */
      @container (max-width: 520px) {
        thead {
          display: none;
        }

        tr {
          display: grid;
          grid-template-columns: 1fr auto;
          column-gap: 12px;
          padding: 8px 0;
          border-bottom: 1px solid var(--ll-line);
        }

        .group {
          padding: 12px 0 2px;
        }

        .group th {
          padding-top: 0;
        }

        td,
        th {
          padding: 1px 2px;
          border: 0;
        }

        td[data-label] {
          grid-column: 1 / -1;
          text-align: left;
          font-size: 0.9rem;
        }

        td[data-label]::before {
          content: attr(data-label) ' ';
          color: var(--ll-muted);
          font-size: 0.82rem;
        }

        td.none {
          display: none;
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
          </tr>
        </thead>
        ${this.#groups().map(
          ([label, metrics]) =>
            html`<tbody>
              ${
                label
                  ? html`<tr class="group">
                      <th scope="rowgroup" colspan="4">${label}</th>
                    </tr>`
                  : nothing
              }
              ${metrics.map((metric) => this.#row(metric))}
            </tbody>`,
        )}
      </table>
    </div>`;
  }

  /** The figures by what they measure; without headings where there is no more than one kind. */
  #groups(): readonly (readonly [string | undefined, readonly MetricValue[]])[] {
    const groups = new Map<MetricGroup | undefined, MetricValue[]>();
    for (const metric of this.metrics) groups.set(metric.group, [...(groups.get(metric.group) ?? []), metric]);
    return [...groups].map(([group, metrics]) => [group && groups.size > 1 ? groupLabels[group] : undefined, metrics]);
  }

  #row({ label, value, unit, better, counts, floor, interval, extractor, note }: MetricValue): TemplateResult {
    const examples = showCounts(counts);
    return html`<tr>
      <td>
        ${label}
        ${better === 'none' ? nothing : html`<span class="better" title=${betterWords[better]} role="img" aria-label=${betterWords[better]}>${betterSigns[better]}</span>`}
        <small>
          ${examples}${examples && extractor ? ', ' : nothing}${extractor ? html`<span title=${extractor.sha256}>${extractor.id} <code>${extractor.sha256.slice(0, 8)}</code></span>` : nothing}
        </small>
        ${note ? html`<small>${note}</small>` : nothing}
      </td>
      <td class="number value">${formatNumber(value)}${unit ? html` <small>${unit}</small>` : nothing}</td>
      <td class="number ${interval ? '' : 'none'}" data-label="Interval">
        ${interval ? `${formatNumber(interval[0])} to ${formatNumber(interval[1])}` : '–'}
      </td>
      <td class="number ${floor === undefined ? 'none' : ''}" data-label="Floor">
        ${floor === undefined ? '–' : formatNumber(floor)}
      </td>
    </tr>`;
  }
}

function showCounts({ generated, real }: MetricValue['counts']): string {
  const parts = [
    ...(generated === undefined ? [] : [`${formatCount(generated)} generated`]),
    ...(real === undefined ? [] : [`${formatCount(real)} real`]),
  ];
  return parts.join(', ');
}

declare global {
  interface HTMLElementTagNameMap {
    'll-metrics': LlMetrics;
  }
}
