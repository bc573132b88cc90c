import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { CheckedStudy } from '../../worker/protocol/study.ts';
import { Draft } from '../form/draft.ts';
import type { Lab } from '../state/lab.ts';
import type { StudySource } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, inputs } from '../styles/shared.ts';
import type { StudyFormEvent } from './study-form-events.ts';
import { textOf } from './study-form-events.ts';
import { studyFormStyles } from './study-form-styles.ts';
import { expectedSeconds, studyOf } from './study-form.ts';
import type { StudyForm } from './study-form.ts';
import { startFrom, startFromSpec } from './study-source.ts';
import type { Started } from './study-source.ts';
import '../form/ll-spec-form.ts';
import './ll-study-axes.ts';
import './ll-study-launch.ts';
import './ll-study-plan.ts';

/** Wait after the last change before the worker is asked what the study would be, in milliseconds. */
const checkDelay = 200;

/** A new study: what it is based on, what it varies, with which seeds, for how long, and how it is judged. */
@customElement('ll-new-study-screen')
export class LlNewStudyScreen extends LitElement {
  static override styles = [
    base,
    inputs,
    studyFormStyles,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) from: StudySource | undefined;
  @state() private form: StudyForm | undefined;
  @state() private draft: Draft | undefined;
  @state() private checked: CheckedStudy | undefined;
  @state() private fault = '';
  @state() private missing = false;
  @state() private busy = false;
  #source: StudySource | undefined | null = null;
  #checkedFor: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue, this.lab.runs, ...(this.draft ? [this.draft.spec] : [])]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(_: PropertyValues): void {
    const catalogue = this.lab.catalogue.value;
    if (catalogue && this.#source !== this.from) {
      this.#source = this.from;
      void this.#start(catalogue);
    }
    if (!this.form || !this.draft) return;
    const asked = `${JSON.stringify(this.form)}${JSON.stringify(this.draft.spec.value)}`;
    if (asked === this.#checkedFor) return;
    this.#checkedFor = asked;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), checkDelay);
  }

  override render(): TemplateResult {
    const catalogue = this.lab.catalogue.value;
    const { form, draft, checked } = this;
    if (this.missing) {
      return html`<h1>New study</h1>
        <p role="alert">What this study was to start from is not on this device.</p>
        <p><a href="#/study/new">Start from a preset</a></p>`;
    }
    if (!catalogue || !form || !draft) return html`<p role="status" class="muted">Reading what can be varied…</p>`;
    const spec = draft.spec.value;
    const records = (this.lab.runs.value ?? []).map(({ run }) => run);
    return html`<div
      class="screen"
      @ll-study-form=${({ detail }: StudyFormEvent) => this.#change(detail)}
      @ll-launch=${(event: CustomEvent<boolean>) => this.#launch(form, draft, event.detail)}
    >
      <h1>New study</h1>
      ${this.#base(form, draft, catalogue)}
      <ll-study-axes .form=${form} .spec=${spec} .catalogue=${catalogue}></ll-study-axes>
      <ll-study-plan .lab=${this.lab} .form=${form} .spec=${spec}></ll-study-plan>
      <ll-study-launch
        .checked=${checked}
        .fault=${this.fault}
        .seconds=${checked && expectedSeconds(checked.study, checked.cells, records)}
        .busy=${this.busy}
      ></ll-study-launch>
    </div>`;
  }

  #base(form: StudyForm, draft: Draft, catalogue: Catalogue): TemplateResult {
    return html`<section class="card part">
      <h2>What every run shares</h2>
      <div class="fields">
        <label class="field"
          >Title
          <input
            type="text"
            maxlength="120"
            .value=${form.title}
            @change=${(event: Event) => this.#change({ title: textOf(event) })}
        /></label>
        <label class="field"
          >Start from the settings of
          <select @change=${(event: Event) => this.#choosePreset(textOf(event), catalogue)}>
            <option value="" selected>${nameOf(draft, catalogue)}</option>
            ${catalogue.presets.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
          </select></label
        >
      </div>
      <details>
        <summary>Every setting</summary>
        <ll-spec-form .draft=${draft} .catalogue=${catalogue}></ll-spec-form>
      </details>
    </section>`;
  }

  #change(changes: Partial<StudyForm>): void {
    if (this.form) this.form = { ...this.form, ...changes };
  }

  #choosePreset(id: string, catalogue: Catalogue): void {
    const preset = catalogue.presets.find((candidate) => candidate.id === id);
    if (preset) this.#begin(startFromSpec(preset.spec, preset.title, catalogue), catalogue);
  }

  async #start(catalogue: Catalogue): Promise<void> {
    const { from } = this;
    const started = await startFrom(this.lab, catalogue, from);
    if (this.#source !== from) return;
    this.missing = started === undefined;
    if (started) this.#begin(started, catalogue);
  }

  #begin({ base, form }: Started, catalogue: Catalogue): void {
    this.draft = new Draft(base, catalogue, this.lab.service);
    this.form = form;
    this.checked = undefined;
  }

  async #check(): Promise<void> {
    const { form, draft } = this;
    if (!form || !draft) return;
    const made = studyOf(form, draft.spec.value);
    const asked = this.#checkedFor;
    const answer = made.ok ? await this.lab.service.checkStudy(made.study) : undefined;
    if (asked !== this.#checkedFor) return;
    this.fault = !made.ok ? made.message : answer?.ok === false ? answer.error.message : '';
    this.checked = answer?.ok ? answer.value : undefined;
  }

  async #launch(form: StudyForm, draft: Draft, start: boolean): Promise<void> {
    const made = studyOf(form, draft.spec.value);
    if (!made.ok) return;
    const { service } = this.lab;
    this.busy = true;
    const record = await this.lab.attempt(service.createStudy(made.study));
    this.busy = false;
    if (!record) return;
    this.lab.go({ screen: 'study', studyId: record.id });
    if (start) await this.lab.done(service.startStudy(record.id));
  }
}

function nameOf(draft: Draft, catalogue: Catalogue): string {
  const preset = catalogue.presets.find(({ spec }) => spec === draft.base);
  return preset?.title ?? `${draft.method?.title ?? ''} on ${draft.dataset?.title ?? ''}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-new-study-screen': LlNewStudyScreen;
  }
}
