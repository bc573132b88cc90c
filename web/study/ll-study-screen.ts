import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { evaluationWords } from '../../core/spec/study-words.ts';
import type { Lab } from '../state/lab.ts';
import { ListenController } from '../state/listen.ts';
import { WatchController } from '../state/store.ts';
import { base } from '../styles/shared.ts';
import { StudyModel } from './study-model.ts';
import { describeStudy } from './study-words.ts';
import '../common/ll-spec-summary.ts';
import './ll-cell-grid.ts';
import './ll-cell-queue.ts';
import './ll-study-console.ts';
import './ll-study-report.ts';
import './ll-study-results.ts';
import './ll-study-storage.ts';

/** One study: its runs, what has come of them, and its report. */
@customElement('ll-study-screen')
export class LlStudyScreen extends LitElement {
  static override styles = [
    base,
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

      .part {
        padding: 14px 16px;
        min-width: 0;
      }

      h2 {
        margin-bottom: 8px;
      }

      section details,
      ll-study-storage {
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
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property() studyId = '';
  @state() private model: StudyModel | undefined;
  @state() private error = '';
  /** Figure on show; the study's own until another is chosen. */
  @state() private figure = '';

  constructor() {
    super();
    new ListenController(this, {
      event: (event) => this.model?.receive(event),
      resync: () => void this.model?.reload(),
    });
    new WatchController(this, () => [
      ...(this.model ? [this.model.view, this.model.table, this.model.progress] : []),
      this.lab.catalogue,
    ]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('studyId')) void this.#open();
  }

  override render(): TemplateResult {
    const { model, lab } = this;
    if (!model) {
      return this.error === ''
        ? html`<p role="status" class="muted">Opening the study…</p>`
        : html`<h1>This study can’t be opened</h1>
            <p role="alert">${this.error}</p>
            <p><a href="#/studies">All studies</a></p>`;
    }
    const { study } = model.view.value.record;
    return html`<div class="screen">
      <header>
        <h1>${study.title}</h1>
        <p>${describeStudy(study)}. ${evaluationWords(study.evaluation)}</p>
      </header>
      <ll-study-console .lab=${lab} .model=${model}></ll-study-console>
      <section class="card part">
        <h2>Runs</h2>
        ${this.#runs(model)}
      </section>
      <ll-study-results
        .lab=${lab}
        .model=${model}
        .figure=${this.#figure(model)}
        @ll-figure=${(event: CustomEvent<string>) => (this.figure = event.detail)}
      ></ll-study-results>
      <ll-study-report .lab=${lab} .model=${model}></ll-study-report>
      ${this.#settings(model)}
    </div>`;
  }

  #runs(model: StudyModel): TemplateResult {
    const opened = model.view.value;
    const { key, part } = model.progress.value ?? {};
    const waiting = opened.cells.filter((cell) => cell.state === 'waiting').length;
    return html`<ll-cell-grid
        .opened=${opened}
        .figure=${this.#figure(model)}
        .underWay=${key !== undefined && part !== undefined && opened.state === 'running' ? { key, part } : undefined}
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
      }
      <ll-study-storage .lab=${this.lab} .record=${opened.record}></ll-study-storage>`;
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

  async #reorder(model: StudyModel, keys: readonly string[]): Promise<void> {
    await this.lab.done(this.lab.service.reorderStudy(model.id, keys));
    await model.reload();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-screen': LlStudyScreen;
  }
}
