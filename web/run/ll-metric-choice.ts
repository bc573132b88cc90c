import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { MetricCard, MetricGroup } from '../../evaluation/metric.ts';
import { formatSeconds } from '../common/format.ts';
import { groupLabels } from '../common/metric-groups.ts';
import { base, inputs } from '../styles/shared.ts';
import '../form/ll-help.ts';

/**
 * Which metrics to compute, by what they measure, with what each took when it was last measured.
 *
 * @fires ll-metrics-chosen with the ids of all chosen ones
 */
@customElement('ll-metric-choice')
export class LlMetricChoice extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr));
        gap: 10px 20px;
      }

      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        padding: 0;
        font-size: 0.82rem;
        font-weight: 600;
        color: var(--ll-muted);
      }

      .metric {
        display: flex;
        align-items: center;
        gap: 4px;
        font-size: 0.9rem;
      }

      .cost {
        margin-left: auto;
        white-space: nowrap;
        color: var(--ll-muted);
        font-size: 0.82rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) cards: readonly MetricCard[] = [];
  @property({ attribute: false }) chosen: ReadonlySet<string> = new Set();
  /** Seconds that each took when it was last measured, by its id. */
  @property({ attribute: false }) costs: Readonly<Record<string, number>> = {};

  override render(): TemplateResult {
    const groups = (Object.keys(groupLabels) as MetricGroup[]).filter((group) =>
      this.cards.some((card) => card.group === group),
    );
    return html`<div class="groups">
      ${groups.map(
        (group) =>
          html`<fieldset>
            <legend>${groupLabels[group]}</legend>
            ${this.cards.filter((card) => card.group === group).map((card) => this.#metric(card))}
          </fieldset>`,
      )}
    </div>`;
  }

  #metric({ id, label, help, cost }: MetricCard): TemplateResult {
    const seconds = this.costs[id];
    return html`<div class="metric">
      <label class="check"
        ><input type="checkbox" .checked=${this.chosen.has(id)} @change=${() => this.#toggle(id)} />${label}</label
      >
      <ll-help .subject=${label} .text=${help}></ll-help>
      <span class="cost"
        >${cost === 'dear' ? 'dear' : 'cheap'}${seconds === undefined ? nothing : html`, ${formatSeconds(seconds)}`}</span
      >
    </div>`;
  }

  #toggle(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.dispatchEvent(new CustomEvent('ll-metrics-chosen', { detail: chosen }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-metric-choice': LlMetricChoice;
  }
}
