import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ReportFormat } from '../../evaluation/study/study-table.ts';
import { armKey, comparedArm } from '../compare/arms.ts';
import { formatDuration } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { hashOf } from '../state/route.ts';
import { ListenController } from '../state/listen.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs, progressBars } from '../styles/shared.ts';
import { exportReport, importResults } from './study-actions.ts';
import { StudyModel } from './study-model.ts';
import { describeStudy, studyStates } from './study-words.ts';
import '../common/ll-spec-summary.ts';
import '../compare/ll-compared-curves.ts';
import './ll-cell-grid.ts';
import './ll-cell-queue.ts';
import './ll-dot-plot.ts';
import './ll-study-samples.ts';
import './ll-study-table.ts';
import './ll-trade-off.ts';

const formats: readonly (readonly [ReportFormat, string])[] = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
  ['markdown', 'Markdown'],
  ['html', 'HTML'],
];

/** One study: its runs, what has come of them, and its report. */
@customElement('ll-study-screen')
export class LlStudyScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    progressBars,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      header p {
        margin-top: 4px;
        color: var(--ll-muted);
      }

      .console {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 14px;
        padding: 12px 14px;
      }

      .button.big {
        min-height: 48px;
        min-width: 128px;
        font-size: 1.05rem;
      }

      .progress {
        flex: 1 1 200px;
        min-width: 0;
        font-size: 0.88rem;
        font-variant-numeric: tabular-nums;
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
        color: var(--ll-text);
      }

      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
        gap: 16px;
        align-items: start;
      }

      details {
        margin-top: 10px;
      }

      summary {
        width: fit-content;
        min-height: 28px;
        cursor: pointer;
        color: var(--ll-accent);
      }

      .identity {
        margin-top: 8px;
        overflow-wrap: anywhere;
      }

      .trouble {
        flex-basis: 100%;
        color: var(--ll-danger);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property() studyId = '';
  @state() private model: StudyModel | undefined;
  @state() private error = '';
  @state() private busy = false;
  /** Figure on show; the study's own until another is chosen. */
  @state() private figure = '';
  @query('input[type=file]') private readonly filePicker!: HTMLInputElement;

  constructor() {
    super();
    new ListenController(this, {
      event: (event) => this.model?.receive(event),
      resync: () => void this.model?.reload(),
    });
    new WatchController(this, () => [
      ...(this.model ? [this.model.view, this.model.table, this.model.progress] : []),
      this.lab.preferences,
      this.lab.catalogue,
    ]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('studyId')) void this.#open();
  }

  override render(): TemplateResult {
    const { model } = this;
    if (!model) {
      return this.error === ''
        ? html`<p role="status" class="muted">Opening the study…</p>`
        : html`<h1>This study can’t be opened</h1>
            <p role="alert">${this.error}</p>
            <p><a href="#/studies">All studies</a></p>`;
    }
    const { record } = model.view.value;
    return html`<div class="screen">
      <header>
        <h1>${record.study.title}</h1>
        <p>${describeStudy(record.study)}.</p>
      </header>
      ${this.#console(model)}
      <section class="card part">
        <h2>Runs</h2>
        ${this.#runs(model)}
      </section>
      ${this.#results(model)} ${this.#report(model)} ${this.#settings(model)}
    </div>`;
  }

  #console(model: StudyModel): TemplateResult {
    const { record, state, cells, arms } = model.view.value;
    const progress = model.progress.value;
    const done = record.done.length;
    const running = state === 'running' || state === 'waiting';
    const part = progress?.steps && running ? (progress.step ?? 0) / progress.steps : 0;
    const eta = running && progress?.eta !== undefined ? `, about ${formatDuration(progress.eta)} left` : '';
    return html`<div class="card console">
      <button
        type="button"
        class="button primary big"
        ?disabled=${this.busy || state === 'finished'}
        @click=${() => this.#toggle(model, running)}
      >
        ${running ? icons.pause : icons.play} ${running ? 'Pause' : record.begun ? 'Resume' : 'Start'}
      </button>
      <div class="progress">
        <span role="status">${studyStates[state]}</span>: ${done} of ${cells.length} runs${eta}
        <progress aria-label="Progress of the study" max=${cells.length} .value=${done + part}></progress>
      </div>
      <div class="row">
        <a class="button" href=${hashOf({ screen: 'new-study', from: { kind: 'study', id: model.id } })}>Copy</a>
        <a
          class="button"
          href=${hashOf({ screen: 'compare', keys: arms.filter(({ refused }) => refused === undefined).map(({ index }) => armKey(model.id, index)) })}
          >${icons.compare} Compare arms</a
        >
        <button type="button" class="button danger" @click=${() => this.#remove(model)}>${icons.remove} Delete</button>
      </div>
      ${
        progress?.error && !running
          ? html`<p class="trouble" role="alert">${progress.error.message} ${progress.error.remedy ?? ''}</p>`
          : nothing
      }
    </div>`;
  }

  #runs(model: StudyModel): TemplateResult {
    const opened = model.view.value;
    const { key, step } = model.progress.value ?? {};
    const waiting = opened.cells.filter((cell) => cell.state === 'waiting').length;
    return html`<ll-cell-grid
        .opened=${opened}
        .figure=${this.#figure(model)}
        .underWay=${key !== undefined && step !== undefined && opened.state === 'running' ? { key, step } : undefined}
      ></ll-cell-grid>
      ${
        waiting > 1
          ? html`<details>
              <summary>Order of the ${waiting} runs that wait</summary>
              <ll-cell-queue
                .opened=${opened}
                @ll-reorder=${(event: CustomEvent<readonly string[]>) => this.#reorder(model, event.detail)}
              ></ll-cell-queue>
            </details>`
          : nothing
      }`;
  }

  #results(model: StudyModel): TemplateResult | typeof nothing {
    const table = model.table.value;
    if (!table || table.figures.length === 0) return nothing;
    const opened = model.view.value;
    const figure = this.#figure(model);
    const arms = opened.arms.map((arm) => comparedArm(opened, table, arm));
    return html`<section class="card part">
        <h2>Results</h2>
        <div class="choices">
          <label
            >Figure
            <select @change=${(event: Event) => (this.figure = (event.target as HTMLSelectElement).value)}>
              ${table.figures.map(
                ({ id, label }) =>
                  html`<option value=${id} .selected=${id === figure}>
                    ${label}${id === table.primary ? ' (the study’s)' : ''}
                  </option>`,
              )}
            </select></label
          >
          <label
            >Compared with
            <select @change=${(event: Event) => model.compareWith((event.target as HTMLSelectElement).value)}>
              ${table.arms
                .filter(({ refused }) => refused === undefined)
                .map(
                  ({ label }) => html`<option value=${label} .selected=${label === table.baseline}>${label}</option>`,
                )}
            </select></label
          >
        </div>
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
      </section>`;
  }

  #report(model: StudyModel): TemplateResult {
    return html`<section class="card part">
      <h2>Report</h2>
      <div class="row">
        ${formats.map(
          ([format, label]) =>
            html`<button type="button" class="button" @click=${() => exportReport(this.lab, model, format)}>
              ${icons.export} ${label}
            </button>`,
        )}
        <button type="button" class="button" @click=${() => this.filePicker.click()}>
          ${icons.import} Import results
        </button>
        <input type="file" accept=".json" multiple hidden @change=${(event: Event) => this.#import(model, event)} />
      </div>
      <p class="small muted identity">
        A report holds the settings, every run’s digest and what it was made with. Results of other machines that ran a
        part of this study (<code>npm run lab -- study --shard</code>) can be added.
      </p>
    </section>`;
  }

  #settings({ view }: StudyModel): TemplateResult | typeof nothing {
    const catalogue = this.lab.catalogue.value;
    const { study, identity } = view.value.record;
    if (!catalogue) return nothing;
    return html`<details class="card part">
      <summary>What every run shares</summary>
      <ll-spec-summary .spec=${study.base} .catalogue=${catalogue}></ll-spec-summary>
      <p class="small muted identity">Identity of the study ${identity}</p>
    </details>`;
  }

  #figure(model: StudyModel): string {
    const figures = model.table.value?.figures ?? [];
    return figures.some(({ id }) => id === this.figure) ? this.figure : (figures[0]?.id ?? '');
  }

  async #open(): Promise<void> {
    const { studyId } = this;
    this.model = undefined;
    this.error = '';
    const answer = await this.lab.service.openStudy(studyId);
    if (this.studyId !== studyId) return;
    if (answer.ok) this.model = new StudyModel(answer.value, this.lab.service);
    else this.error = answer.error.message;
  }

  async #toggle(model: StudyModel, running: boolean): Promise<void> {
    const { service } = this.lab;
    this.busy = true;
    await this.lab.done(running ? service.pauseStudy(model.id) : service.startStudy(model.id));
    await model.reload();
    this.busy = false;
  }

  async #reorder(model: StudyModel, keys: readonly string[]): Promise<void> {
    await this.lab.done(this.lab.service.reorderStudy(model.id, keys));
    await model.reload();
  }

  async #remove(model: StudyModel): Promise<void> {
    const { title } = model.view.value.record.study;
    if (!confirm(`Delete “${title}” with all its runs and results? This can’t be undone.`)) return;
    if (!(await this.lab.done(this.lab.service.removeStudy(model.id)))) return;
    this.lab.notices.info(`Deleted “${title}”.`);
    this.lab.go({ screen: 'studies' });
  }

  #import(model: StudyModel, event: Event): void {
    const input = event.target as HTMLInputElement;
    void importResults(this.lab, model, [...(input.files ?? [])]);
    input.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-screen': LlStudyScreen;
  }
}
