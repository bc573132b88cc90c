import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FieldValue } from '../../core/spec/fields.ts';
import type { MetricPoint } from '../../worker/protocol/records.ts';
import type { ChartSpec } from '../charts/ll-curves.ts';
import { groupCurves, isCurve, namesOf } from '../charts/series.ts';
import { capitalise, formatName, formatNumber } from '../common/format.ts';
import { showSetting } from '../common/show-setting.ts';
import { disagreements } from '../form/paths.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, tables } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import type { TableRow } from './run-rows.ts';
import '../charts/ll-curves.ts';

/** Runs side by side: the settings that differ, their latest figures, and their curves on common axes. */
@customElement('ll-compare')
export class LlCompare extends LitElement {
  static override styles = [
    base,
    tables,
    swatches,
    css`
      .compare {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }

      .differ {
        padding: 14px 16px 8px;
      }

      thead th {
        color: var(--ll-text);
      }

      thead .swatch {
        margin-right: 8px;
      }

      td {
        padding-top: 4px;
        padding-bottom: 4px;
        font-variant-numeric: tabular-nums;
      }

      .arithmetic {
        padding: 6px 0;
      }

      code {
        font-family: var(--ll-mono);
        font-size: 0.88em;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) rows: readonly TableRow[] = [];
  @state() private histories: ReadonlyMap<string, readonly MetricPoint[]> = new Map();
  #asked = new Set<string>();

  constructor() {
    super();
    new WatchController(this, () => [this.lab.preferences]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('rows')) return;
    for (const { row } of this.rows) {
      // A run that trains has new points since it was last asked for; its step is part of the question.
      const question = `${row.run.id}@${row.run.step}`;
      if (this.#asked.has(question)) continue;
      this.#asked.add(question);
      void this.#load(row.run.id);
    }
  }

  override render(): TemplateResult {
    return html`<section class="compare" aria-label="Comparison">
      <ll-curves
        group="compare"
        .charts=${this.#charts()}
        .smoothing=${this.lab.preferences.value.smoothing}
        .empty=${'These runs have no curves yet.'}
        @ll-smoothing=${(event: CustomEvent<number>) => this.lab.preferences.update({ smoothing: event.detail })}
      ></ll-curves>
      ${this.#settings()}
    </section>`;
  }

  #settings(): TemplateResult {
    const different = disagreements(this.rows.map(({ row }) => row.run.spec));
    const metrics = [...new Map(this.rows.flatMap(({ row }) => row.run.evaluation?.metrics ?? []).map((m) => [m.id, m.label]))];
    return html`<div class="card differ">
      <h2>What differs</h2>
      ${different.length === 0 && metrics.length === 0
        ? html`<p class="muted small">These runs have the same settings.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="What differs">
            <table>
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  ${this.rows.map(
                    ({ row }, i) => html`<th scope="col" class=${seriesClass(i)}><span class="swatch"></span>${row.run.name}</th>`,
                  )}
                </tr>
              </thead>
              <tbody>
                ${different.map(
                  ({ path, values }) =>
                    html`<tr>
                      <td><code>${path}</code></td>
                      ${values.map((value) => html`<td>${showSetting(undefined, value as FieldValue | undefined)}</td>`)}
                    </tr>`,
                )}
                ${metrics.map(
                  ([id, label]) =>
                    html`<tr>
                      <td>${label}</td>
                      ${this.rows.map(({ row }) => {
                        const metric = row.run.evaluation?.metrics.find((m) => m.id === id);
                        return html`<td>
                          ${metric ? html`<strong>${formatNumber(metric.value)}</strong> at step ${row.run.evaluation?.step}` : nothing}
                        </td>`;
                      })}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`}
      ${different.some(({ path }) => path === 'arithmetic')
        ? nothing
        : html`<p class="muted small arithmetic">${this.rows.length === 2 ? 'Both' : 'All'} with ${this.rows[0]?.row.run.spec.arithmetic} arithmetic.</p>`}
    </div>`;
  }

  /** One chart for each value that any of the runs has, with a curve for each run. */
  #charts(): readonly ChartSpec[] {
    const names = new Set(groupCurves(namesOf([...this.histories.values()].flat())).flatMap((group) => group.names));
    const charts = [...names].map((name) => ({
      title: capitalise(formatName(name)),
      curves: this.rows.flatMap(({ row }, i) => {
        const points = this.histories.get(row.run.id);
        if (!points || !isCurve(name, points)) return [];
        return [{ label: row.run.name, colour: i, name, points, batch: row.run.spec.batch }];
      }),
    }));
    return charts.filter(({ curves }) => curves.length > 0);
  }

  async #load(runId: string): Promise<void> {
    const points = await this.lab.attempt(this.lab.service.history(runId));
    if (points) this.histories = new Map(this.histories).set(runId, points);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-compare': LlCompare;
  }
}
