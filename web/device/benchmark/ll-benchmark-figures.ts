import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { KernelFigure, StepFigure } from '../../../core/benchmark/report.ts';
import { capitalise, formatNumber } from '../../common/format.ts';
import { base, tables } from '../../styles/shared.ts';
import { figureTables, kernelColumns, renderTable, stepColumns } from './figure-table.ts';
import type { ObjectiveGroup, Pair, Reports } from './rows.ts';
import { kernelRows, objectiveGroups, stepRows, stepsPerSecond } from './rows.ts';
import { gameTitles } from './words.ts';
import './ll-speed-chart.ts';

/** The figures of one report, or of two beside each other: objectives as bars and table, steps and kernels as tables. */
@customElement('ll-benchmark-figures')
export class LlBenchmarkFigures extends LitElement {
  static override styles = [
    base,
    tables,
    figureTables,
    css`
      .legend {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 18px;
        margin-bottom: 8px;
        font-size: 0.9rem;
      }

      .legend span {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .legend i {
        flex: none;
        width: 16px;
        height: 12px;
        border: 2px solid var(--ll-series-1);
        background: var(--ll-series-1);
      }

      .legend .theirs i {
        border-color: var(--ll-series-2);
        background: color-mix(in srgb, var(--ll-series-2) 45%, var(--ll-surface));
      }

      .group {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 14px 28px;
        align-items: start;
        padding: 12px 0;
      }

      h3 {
        grid-column: 1 / -1;
        font-family: var(--ll-sans);
        font-size: 0.95rem;
      }

      .group > * {
        min-width: 0;
      }

      details {
        border-top: 1px solid var(--ll-line);
        padding: 8px 0;
      }

      summary {
        min-height: 28px;
        cursor: pointer;
        color: var(--ll-accent);
      }
    `,
  ];

  @property({ attribute: false }) reports: Reports = {};
  /** Of the devices, for the columns; the second is empty when there is one. */
  @property({ attribute: false }) names: readonly [string, string] = ['', ''];

  override render(): TemplateResult {
    const [mine, theirs] = this.names;
    const steps = stepRows(this.reports);
    const kernels = kernelRows(this.reports);
    return html`
      ${
        theirs === ''
          ? nothing
          : html`<p class="legend">
              <span><i></i>${mine}</span><span class="theirs"><i></i>${theirs}</span>
            </p>`
      }
      ${objectiveGroups(this.reports).map((group) => this.#group(group))}
      ${steps.length === 0 ? nothing : this.#steps(steps)} ${kernels.length === 0 ? nothing : this.#kernels(kernels)}
    `;
  }

  #group(group: ObjectiveGroup): TemplateResult {
    const title = gameTitles[group.game] ?? group.game;
    if (!isMeasured(group)) return leftOut(title, group);
    return html`<section class="group" aria-label=${`Objectives: ${title}`}>
      <h3>${title}: steps a second by objective</h3>
      <ll-speed-chart .group=${group} .names=${this.names}></ll-speed-chart>
      ${renderTable({
        label: `Objectives: ${title}`,
        head: 'Objective',
        rows: group.rows,
        nameOf: ({ name }) => name,
        title: (name) => capitalise(name.slice(name.indexOf(', ') + 2)),
        names: this.names,
        ...stepColumns,
      })}
    </section>`;
  }

  #steps(rows: readonly Pair<StepFigure>[]): TemplateResult {
    return html`<details>
      <summary>Training steps (${rows.length})</summary>
      ${renderTable({
        label: 'Training steps',
        head: 'Step',
        rows,
        nameOf: ({ name }) => name,
        title: (name) =>
          html`<code>${name}</code
            >${gameTitles[name] ? html`<span class="detail">${gameTitles[name]}</span>` : nothing}`,
        names: this.names,
        ...stepColumns,
      })}
    </details>`;
  }

  #kernels(rows: readonly Pair<KernelFigure>[]): TemplateResult {
    return html`<details>
      <summary>Kernels (${rows.length})</summary>
      ${this.#peak()}
      ${renderTable({
        label: 'Kernels',
        head: 'Kernel',
        rows,
        nameOf: ({ name }) => name,
        title: (name) => html`<code>${name}</code>`,
        names: this.names,
        ...kernelColumns,
      })}
    </details>`;
  }

  #peak(): readonly (TemplateResult | typeof nothing)[] {
    const { mine, theirs } = this.reports;
    return (
      [
        [this.names[0], mine?.peak],
        [this.names[1], theirs?.peak],
      ] as const
    ).map(([name, peak]) =>
      peak
        ? html`<p class="small muted">
            Peak of one thread${name === '' ? '' : ` of ${name}`}: ${formatNumber(peak.plain, 3)} GF/s with reproducible
            arithmetic${peak.relaxed === null ? ', no fused multiply-add' : `, ${formatNumber(peak.relaxed, 3)} GF/s with fast`}.
          </p>`
        : nothing,
    );
  }
}

/** Where nothing was measured there is nothing to draw, only why. */
function leftOut(title: string, { rows }: ObjectiveGroup): TemplateResult {
  const notes = new Set(rows.flatMap(({ mine, theirs }) => [mine?.note, theirs?.note]).filter(Boolean));
  return html`<p class="small muted">${title}: not measured with each objective (${[...notes].join('; ')}).</p>`;
}

const isMeasured = ({ rows }: ObjectiveGroup): boolean =>
  rows.some(({ mine, theirs }) => stepsPerSecond(mine) !== undefined || stepsPerSecond(theirs) !== undefined);

declare global {
  interface HTMLElementTagNameMap {
    'll-benchmark-figures': LlBenchmarkFigures;
  }
}
