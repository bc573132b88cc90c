import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ReportFormat } from '../../evaluation/study/study-table.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { base, buttons } from '../styles/shared.ts';
import { exportReport, importResults } from './study-actions.ts';
import type { StudyModel } from './study-model.ts';

const formats: readonly (readonly [ReportFormat, string])[] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['markdown', 'Markdown'],
  ['html', 'HTML'],
];

/** A study's report as files to keep, and results from files to add to it. */
@customElement('ll-study-report')
export class LlStudyReport extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      section {
        padding: 14px 16px;
      }

      h2 {
        margin-bottom: 8px;
      }

      p {
        margin-top: 8px;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: StudyModel;
  @query('input[type=file]') private readonly filePicker!: HTMLInputElement;

  override render(): TemplateResult {
    return html`<section class="card">
      <h2>Report</h2>
      <div class="row">
        ${formats.map(
          ([format, label]) =>
            html`<button type="button" class="button" @click=${() => exportReport(this.lab, this.model, format)}>
              ${icons.export} ${label}
            </button>`,
        )}
        <button type="button" class="button" @click=${() => this.filePicker.click()}>
          ${icons.import} Import results
        </button>
        <input type="file" accept=".json" multiple hidden @change=${this.#import} />
      </div>
      <p class="small muted">
        A report holds the settings, every run’s digest and what it was made with. Results of other machines that ran a
        part of this study (<code>npm run lab -- study --shard</code>) can be added.
      </p>
    </section>`;
  }

  #import(event: Event): void {
    const input = event.target as HTMLInputElement;
    void importResults(this.lab, this.model, [...(input.files ?? [])]);
    input.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-report': LlStudyReport;
  }
}
