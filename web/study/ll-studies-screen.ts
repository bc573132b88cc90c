import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import type { LabEvent } from '../../worker/protocol/events.ts';
import type { StudyRow } from '../../worker/protocol/study.ts';
import { formatAgo } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { hashOf } from '../state/route.ts';
import { ListenController } from '../state/listen.ts';
import { base, buttons, progressBars } from '../styles/shared.ts';
import { describeStudy, studyStates } from './study-words.ts';

/** Every study on this device, and those to start from. */
@customElement('ll-studies-screen')
export class LlStudiesScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    progressBars,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 18px;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 16px;
      }

      header .button {
        margin-left: auto;
      }

      header p {
        flex-basis: 100%;
        max-width: 68ch;
        color: var(--ll-muted);
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr));
        gap: 14px;
        margin: 10px 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        flex-direction: column;
        gap: 4px;
        padding: 14px 16px;
      }

      li .row {
        margin-top: auto;
        padding-top: 8px;
      }

      .state {
        display: flex;
        justify-content: space-between;
        gap: 10px;
        font-size: 0.86rem;
        color: var(--ll-muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private rows: readonly StudyRow[] | undefined;
  @state() private presets: Readonly<Record<string, StudySpec>> = {};
  @state() private busy = false;
  readonly #hear = (event: LabEvent): void => {
    if (event.type === 'studies-changed') void this.#load();
    if (event.type !== 'study') return;
    this.rows = this.rows?.map((row) =>
      row.record.id === event.studyId
        ? { ...row, state: event.state, record: { ...row.record, done: doneOf(row, event.done) } }
        : row,
    );
  };

  constructor() {
    super();
    new ListenController(this, { event: this.#hear, resync: () => void this.#load() });
  }

  protected override firstUpdated(): void {
    void this.#load();
  }

  override render(): TemplateResult {
    return html`<div class="screen">
      <header>
        <h1>Studies</h1>
        <a class="button primary" href="#/study/new">New study</a>
        <p>
          A study trains every combination of the settings that you vary, with several seeds each, and says which
          differences would hold up: intervals, paired comparisons, corrected for how many there are.
        </p>
      </header>
      <section aria-label="Your studies">
        <h2>On this device</h2>
        ${
          this.rows === undefined
            ? html`<p class="muted" role="status">Reading the studies…</p>`
            : this.rows.length === 0
              ? html`<p class="muted">None yet: start one below, or make a new one.</p>`
              : html`<ul>
                  ${repeat(
                    this.rows,
                    ({ record }) => record.id,
                    (row) => this.#study(row),
                  )}
                </ul>`
        }
      </section>
      <section aria-label="Studies to start from">
        <h2>To start from</h2>
        <ul>
          ${Object.entries(this.presets).map(([id, study]) => this.#preset(id, study))}
        </ul>
      </section>
    </div>`;
  }

  #study({ record, state, cells }: StudyRow): TemplateResult {
    const { id, study, done, updatedAt } = record;
    return html`<li class="card">
      <h3><a href=${hashOf({ screen: 'study', studyId: id })}>${study.title}</a></h3>
      <p class="small muted">${describeStudy(study)}</p>
      <progress aria-label=${`Progress of ${study.title}`} max=${cells} .value=${done.length}></progress>
      <p class="state">
        <span>${studyStates[state]}</span><span>${done.length} of ${cells} runs</span
        ><span>${formatAgo(updatedAt)}</span>
      </p>
    </li>`;
  }

  #preset(id: string, study: StudySpec): TemplateResult {
    return html`<li class="card">
      <h3>${study.title}</h3>
      <p class="small muted">
        ${study.axes.map(({ label, variants }) => `${label}: ${variants.map((variant) => variant.label).join(', ')}.`).join(' ')}
      </p>
      <p class="small muted">${describeStudy(study)}</p>
      <div class="row">
        <button
          type="button"
          class="button primary"
          ?disabled=${this.busy}
          aria-label=${`Run ${study.title}`}
          @click=${() => this.#run(study)}
        >
          ${icons.play} Run
        </button>
        <a
          class="button"
          href=${hashOf({ screen: 'new-study', from: { kind: 'preset', id } })}
          aria-label=${`Adjust ${study.title}`}
          >Adjust</a
        >
      </div>
    </li>`;
  }

  async #load(): Promise<void> {
    const { service } = this.lab;
    const [rows, presets] = await Promise.all([service.studies(), service.studyPresets()]);
    if (rows.ok) this.rows = [...rows.value].sort((a, b) => b.record.updatedAt - a.record.updatedAt);
    else this.lab.notices.error(rows.error);
    if (presets.ok) this.presets = presets.value;
  }

  async #run(study: StudySpec): Promise<void> {
    const { service } = this.lab;
    this.busy = true;
    const record = await this.lab.attempt(service.createStudy(study));
    this.busy = false;
    if (!record) return;
    this.lab.go({ screen: 'study', studyId: record.id });
    await this.lab.done(service.startStudy(record.id));
  }
}

/** The keys that are done; which ones they are matters only once the list is read anew. */
function doneOf({ record: { done, order } }: StudyRow, count: number): readonly string[] {
  return done.length === count ? done : order.slice(0, count);
}

declare global {
  interface HTMLElementTagNameMap {
    'll-studies-screen': LlStudiesScreen;
  }
}
