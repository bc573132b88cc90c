import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { armKey } from '../compare/arms.ts';
import { formatDuration } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, progressBars } from '../styles/shared.ts';
import { exportReport } from './study-actions.ts';
import type { StudyModel } from './study-model.ts';
import { studyStates } from './study-words.ts';
import './ll-add-seeds.ts';

/** Where a study stands, and what can be done with it: trained, paused, or, once it is finished, told and gone on from. */
@customElement('ll-study-console')
export class LlStudyConsole extends LitElement {
  static override styles = [
    base,
    buttons,
    progressBars,
    css`
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

      .whole {
        flex-basis: 100%;
        min-width: 0;
      }

      .trouble {
        color: var(--ll-danger);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: StudyModel;
  @state() private busy = false;
  @state() private adding = false;

  constructor() {
    super();
    new WatchController(this, () => [this.model.view, this.model.progress]);
  }

  override render(): TemplateResult {
    const { view, progress, id } = this.model;
    const { record, state, cells, arms } = view.value;
    const { part = 0, eta, error } = progress.value ?? {};
    const done = record.done.length;
    const running = state === 'running' || state === 'waiting';
    const left = running && eta !== undefined ? `, about ${formatDuration(eta)} of training left` : '';
    const keys = arms.filter(({ refused }) => refused === undefined).map(({ index }) => armKey(id, index));
    return html`<div class="card console">
      ${state === 'finished' ? this.#exportButton() : this.#trainButton(running, record.begun)}
      <div class="progress">
        <span role="status">${studyStates[state]}</span>: ${done} of ${cells.length} runs${left}
        <progress
          aria-label="Progress of the study"
          max=${cells.length}
          .value=${done + (running ? part : 0)}
        ></progress>
      </div>
      <div class="row">
        ${
          state === 'finished'
            ? html`<button
                type="button"
                class="button"
                aria-expanded=${this.adding}
                @click=${() => (this.adding = !this.adding)}
              >
                Add seeds
              </button>`
            : nothing
        }
        <a class="button" href=${hashOf({ screen: 'new-study', from: { kind: 'study', id } })}>Copy</a>
        <a class="button" href=${hashOf({ screen: 'compare', keys })}>${icons.compare} Compare arms</a>
        <button type="button" class="button danger" @click=${() => this.#remove()}>${icons.remove} Delete</button>
      </div>
      ${
        this.adding && state === 'finished'
          ? html`<ll-add-seeds class="whole" .lab=${this.lab} .opened=${view.value}></ll-add-seeds>`
          : nothing
      }
      ${
        error && !running
          ? html`<p class="whole trouble" role="alert">${error.message} ${error.remedy ?? ''}</p>`
          : nothing
      }
    </div>`;
  }

  #trainButton(running: boolean, begun: boolean): TemplateResult {
    return html`<button
      type="button"
      class="button primary big"
      ?disabled=${this.busy}
      @click=${() => this.#toggle(running)}
    >
      ${running ? icons.pause : icons.play} ${running ? 'Pause' : begun ? 'Resume' : 'Start'}
    </button>`;
  }

  #exportButton(): TemplateResult {
    return html`<button
      type="button"
      class="button primary big"
      @click=${() => exportReport(this.lab, this.model, 'html')}
    >
      ${icons.export} Export report
    </button>`;
  }

  async #toggle(running: boolean): Promise<void> {
    const { service } = this.lab;
    const { model } = this;
    this.busy = true;
    await this.lab.done(running ? service.pauseStudy(model.id) : service.startStudy(model.id));
    await model.reload();
    this.busy = false;
  }

  async #remove(): Promise<void> {
    const { title } = this.model.view.value.record.study;
    if (!confirm(`Delete “${title}” with all its runs and results? This can’t be undone.`)) return;
    if (!(await this.lab.done(this.lab.service.removeStudy(this.model.id)))) return;
    this.lab.notices.info(`Deleted “${title}”.`);
    this.lab.go({ screen: 'studies' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-console': LlStudyConsole;
  }
}
