import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Values } from '../../../core/spec/fields.ts';
import type { ExperimentReport, ExperimentRow } from '../../../evaluation/reproduction/experiment.ts';
import { formatNumber } from '../../common/format.ts';
import { icons } from '../../common/icons.ts';
import { WatchController } from '../../state/store.ts';
import { base, buttons, progressBars, tables } from '../../styles/shared.ts';
import type { ExperimentModel } from './experiment-model.ts';

/** Starts an experiment, says how far it is, and shows what it measured beside what was expected. */
@customElement('ll-experiment')
export class LlExperiment extends LitElement {
  static override styles = [
    base,
    buttons,
    progressBars,
    tables,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }

      .how-far {
        flex: 1 1 220px;
        min-width: 0;
      }

      .what {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        font-size: 0.88rem;
        font-variant-numeric: tabular-nums;
      }

      .error {
        color: var(--ll-danger);
      }

      .scroll {
        margin-top: 10px;
      }

      td,
      th {
        padding: 5px 8px;
      }

      .passed {
        color: var(--ll-good);
      }

      .failed {
        color: var(--ll-danger);
        font-weight: 600;
      }

      .notes {
        margin-top: 6px;
      }
    `,
  ];

  @property({ attribute: false }) model!: ExperimentModel;
  /** Names of what can be run, each with its options. */
  @property({ attribute: false }) choices: readonly { readonly label: string; readonly options: Values }[] = [];

  constructor() {
    super();
    new WatchController(this, () => [this.model.state]);
  }

  override render(): TemplateResult {
    const state = this.model.state.value;
    return html`<div class="bar">
        ${
          state.phase === 'running'
            ? html`<button
                  type="button"
                  class="button"
                  ?disabled=${state.cancelling}
                  @click=${() => this.model.cancel()}
                >
                  ${icons.close} Cancel
                </button>
                <div class="how-far">
                  <p class="what"><span>${state.what}</span><span>${Math.floor(state.done * 100)}%</span></p>
                  <progress aria-label="Progress of the experiment" max="1" .value=${state.done}></progress>
                </div>`
            : this.choices.map(
                ({ label, options }, i) =>
                  html`<button
                    type="button"
                    class="button ${i === 0 ? 'primary' : ''}"
                    @click=${() => this.model.start(options)}
                  >
                    ${icons.play} ${label}
                  </button>`,
              )
        }
      </div>
      <p class="visually-hidden" role="status">${this.#spoken()}</p>
      ${state.phase === 'failed' ? html`<p class="error" role="alert">${state.error.message} ${state.error.remedy ?? ''}</p>` : nothing}
      ${state.phase === 'done' ? table(state.report) : nothing}`;
  }

  /** Speaks at every quarter: more would talk without end. */
  #spoken(): string {
    const state = this.model.state.value;
    if (state.phase === 'done') return `The experiment is done. ${verdict(state.report)}`;
    if (state.phase !== 'running') return '';
    const quarter = Math.floor(state.done * 4) * 25;
    return quarter === 0 ? 'The experiment has begun.' : `${quarter}% of the experiment is done.`;
  }
}

function verdict({ rows }: ExperimentReport): string {
  const judged = rows.filter(({ passed }) => passed !== undefined);
  const passed = judged.filter((row) => row.passed);
  if (judged.length === 0) return '';
  return passed.length === judged.length
    ? 'Every figure is as expected.'
    : `${passed.length} of ${judged.length} figures are as expected.`;
}

function table(report: ExperimentReport): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Measured beside expected">
      <table>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="number">Measured</th>
            <th scope="col" class="number">Expected</th>
            <th scope="col">Within</th>
            <th scope="col"><span class="visually-hidden">Verdict</span></th>
          </tr>
        </thead>
        <tbody>
          ${report.rows.map(row)}
        </tbody>
      </table>
    </div>
    <p class="notes small muted">${verdict(report)} ${report.notes?.join(' ') ?? ''}</p>`;
}

function row({ name, measured, expected, tolerance, passed }: ExperimentRow): TemplateResult {
  return html`<tr>
    <td>${name}</td>
    <td class="number">${formatNumber(measured)}</td>
    <td class="number">${expected === undefined ? '–' : formatNumber(expected)}</td>
    <td>${tolerance ?? '–'}</td>
    <td class=${passed === false ? 'failed' : 'passed'}>
      ${passed === undefined ? nothing : passed ? '✓ as expected' : '✗ not as expected'}
    </td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-experiment': LlExperiment;
  }
}
