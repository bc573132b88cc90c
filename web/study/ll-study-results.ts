import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StudyTable } from '../../evaluation/study/study-table.ts';
import { comparedArm } from '../compare/arms.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, inputs } from '../styles/shared.ts';
import type { StudyModel } from './study-model.ts';
import '../compare/ll-compared-curves.ts';
import './ll-dot-plot.ts';
import './ll-study-samples.ts';
import './ll-study-table.ts';
import './ll-trade-off.ts';

/**
 * What has come of a study: the table of one figure, plots, curves and samples. Empty before the first result.
 *
 * @fires ll-figure with the id of the figure that is chosen
 */
@customElement('ll-study-results')
export class LlStudyResults extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      .parts {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      .part {
        padding: 14px 16px;
        min-width: 0;
      }

      h2 {
        margin-bottom: 8px;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 18px;
        margin-bottom: 10px;
        font-size: 0.88rem;
        color: var(--ll-muted);
      }

      .choices label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        max-width: 100%;
      }

      .choices select {
        min-width: 0;
        color: var(--ll-text);
      }

      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 16px;
        align-items: start;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: StudyModel;
  /** Id of the figure on show. */
  @property() figure = '';

  constructor() {
    super();
    new WatchController(this, () => [this.model.view, this.model.table, this.lab.preferences]);
  }

  override render(): TemplateResult | typeof nothing {
    const table = this.model.table.value;
    if (!table || table.figures.length === 0) return nothing;
    const opened = this.model.view.value;
    const { figure } = this;
    const arms = opened.arms.map((arm) => comparedArm(opened, table, arm));
    return html`<div class="parts">
      <section class="card part">
        <h2>Results</h2>
        ${this.#choices(table)}
        <ll-study-table .table=${table} .figure=${figure}></ll-study-table>
      </section>
      <div class="columns">
        <section class="card part">
          <h2>Arms</h2>
          <ll-dot-plot .table=${table} .figure=${figure}></ll-dot-plot>
        </section>
        <section class="card part">
          <h2>Trade-off</h2>
          <ll-trade-off .table=${table}></ll-trade-off>
        </section>
      </div>
      <section aria-label="Curves">
        <ll-compared-curves
          .compared=${arms}
          .version=${table.done}
          .smoothing=${this.lab.preferences.value.smoothing}
          .preferred=${figure}
          .empty=${'This study measures its runs only at their end: there are no curves.'}
          @ll-smoothing=${(event: CustomEvent<number>) => this.lab.preferences.update({ smoothing: event.detail })}
        ></ll-compared-curves>
      </section>
      <section class="card part">
        <h2>Samples</h2>
        <ll-study-samples .opened=${opened}></ll-study-samples>
      </section>
    </div>`;
  }

  #choices(table: StudyTable): TemplateResult {
    return html`<div class="choices">
      <label
        >Figure
        <select @change=${this.#choose}>
          ${table.figures.map(
            ({ id, label }) =>
              html`<option value=${id} .selected=${id === this.figure}>
                ${label}${id === table.primary ? ' (the study’s)' : ''}
              </option>`,
          )}
        </select></label
      >
      <label
        >Compared with
        <select @change=${(event: Event) => this.model.compareWith((event.target as HTMLSelectElement).value)}>
          ${table.arms
            .filter(({ refused }) => refused === undefined)
            .map(({ label }) => html`<option value=${label} .selected=${label === table.baseline}>${label}</option>`)}
        </select></label
      >
    </div>`;
  }

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.dispatchEvent(new CustomEvent<string>('ll-figure', { detail: value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-results': LlStudyResults;
  }
}
