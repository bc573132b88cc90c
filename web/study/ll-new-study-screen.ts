import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { MetricCard } from '../../evaluation/metric.ts';
import type { CheckedStudy } from '../../worker/protocol/study.ts';
import { Draft } from '../form/draft.ts';
import { formatCount, formatDuration } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import type { StudySource } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import { axisOf, studyFields } from './study-fields.ts';
import { armLabels, expectedSeconds, studyOf } from './study-form.ts';
import type { AxisForm, StudyForm } from './study-form.ts';
import { startFrom, startFromSpec } from './study-source.ts';
import '../form/ll-spec-form.ts';
import '../run/ll-metric-choice.ts';
import './ll-axis-editor.ts';

/** Wait after the last change before the worker is asked what the study would be, in milliseconds. */
const checkDelay = 200;

/** A new study: what it is based on, what it varies, with which seeds, for how long, and how it is judged. */
@customElement('ll-new-study-screen')
export class LlNewStudyScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      .part {
        padding: 14px 16px;
        min-width: 0;
      }

      h2 {
        margin-bottom: 10px;
      }

      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
        gap: 12px 20px;
      }

      .field {
        display: grid;
        gap: 3px;
        align-content: start;
        font-size: 0.9rem;
      }

      .field input,
      .field select {
        width: 100%;
      }

      .together {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
        gap: 6px;
      }

      .axes {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
        margin-top: 12px;
      }

      summary {
        width: fit-content;
        min-height: 28px;
        margin-top: 10px;
        cursor: pointer;
        font-size: 0.9rem;
        color: var(--ll-accent);
      }

      .launch {
        position: sticky;
        bottom: var(--footer-height, 0);
        z-index: 3;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 14px;
        padding: 10px 14px;
        box-shadow: var(--ll-shadow);
      }

      .launch .words {
        flex: 1 1 260px;
        min-width: 0;
        font-size: 0.9rem;
        overflow-wrap: anywhere;
      }

      .fault {
        color: var(--ll-danger);
      }

      .refused {
        color: var(--ll-warning);
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
  @state() private metrics: readonly MetricCard[] | undefined;
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
    const { form, draft } = this;
    if (this.missing) {
      return html`<h1>New study</h1>
        <p role="alert">What this study was to start from is not on this device.</p>
        <p><a href="#/study/new">Start from a preset</a></p>`;
    }
    if (!catalogue || !form || !draft) return html`<p role="status" class="muted">Reading what can be varied…</p>`;
    return html`<div class="screen">
      <h1>New study</h1>
      ${this.#base(form, draft, catalogue)} ${this.#axes(form, draft, catalogue)} ${this.#plan(form)}
      ${this.#launchBar(form, draft)}
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
            <option value="" selected>${this.#nameOf(draft, catalogue)}</option>
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

  #axes(form: StudyForm, draft: Draft, catalogue: Catalogue): TemplateResult {
    const fields = studyFields(draft.spec.value, catalogue);
    const groups = [...new Set(fields.map(({ group }) => group))];
    const add = (event: Event): void => {
      const select = event.target as HTMLSelectElement;
      const field = fields.find(({ path }) => path === select.value);
      select.value = '';
      if (field) this.#change({ axes: [...form.axes, axisOf(field)] });
    };
    return html`<section class="card part" aria-label="What is varied">
      <h2>What is varied</h2>
      <p class="small muted">
        Every combination of one variant of each becomes an arm. A variant may change several settings at once: an
        objective with its regulariser, one line each.
      </p>
      <div class="axes">
        ${form.axes.map(
          (axis, i) =>
            html`<ll-axis-editor
              .axis=${axis}
              @ll-axis=${(event: CustomEvent<AxisForm | undefined>) => this.#setAxis(i, event.detail)}
            ></ll-axis-editor>`,
        )}
        <label class="field"
          >Vary a setting
          <select @change=${add}>
            <option value="" selected>Choose one…</option>
            ${groups.map(
              (group) =>
                html`<optgroup label=${group}>
                  ${fields
                    .filter((field) => field.group === group)
                    .map(({ path, label }) => html`<option value=${path}>${label}</option>`)}
                </optgroup>`,
            )}
          </select></label
        >
      </div>
    </section>`;
  }

  #plan(form: StudyForm): TemplateResult {
    const { budget } = form;
    const amount = budget.kind === 'steps' ? budget.steps : budget.seconds;
    return html`<section class="card part">
      <h2>Seeds, budget and judgement</h2>
      <div class="fields">
        <label class="field"
          >Seeds
          <input
            type="text"
            .value=${form.seeds}
            @change=${(event: Event) => this.#change({ seeds: textOf(event) })}
          /><span class="small muted">Numbers and ranges. Below six, no p can pass 5%.</span></label
        >
        <div class="field">
          <span id="budget">Each run ends after</span>
          <div class="together">
            ${this.#number('Budget of a run', amount, 1, (value) => this.#setBudget(budget.kind, value))}
            <select aria-label="Unit of the budget" @change=${(event: Event) => this.#setBudget(textOf(event), amount)}>
              <option value="steps" .selected=${budget.kind === 'steps'}>steps</option>
              <option value="seconds" .selected=${budget.kind === 'seconds'}>seconds of training</option>
            </select>
          </div>
        </div>
        <label class="field"
          >Evaluate every (steps)
          ${this.#number('Evaluate every, in steps', form.every, 0, (every) => this.#change({ every }))}
          <span class="small muted">Draws the curves. 0 measures only the end.</span></label
        >
        <label class="field"
          >Evaluation samples
          ${this.#number('Evaluation samples', form.samples, 1, (samples) => this.#change({ samples }))}</label
        >
        <label class="field"
          >Decide by
          <input
            type="text"
            list="figures"
            spellcheck="false"
            .value=${form.primary}
            @change=${(event: Event) => this.#change({ primary: textOf(event) })}
          /><datalist id="figures">
            ${this.#figures().map(([id, label]) => html`<option value=${id}>${label}</option>`)}
          </datalist>
          <span class="small muted">The figure that was chosen beforehand; the others stay in the table.</span></label
        >
        <label class="field"
          >Baseline
          <select @change=${(event: Event) => this.#change({ baseline: textOf(event) })}>
            ${armLabels(form.axes).map(
              (label, i) =>
                html`<option value=${label} .selected=${label === form.baseline || (i === 0 && form.baseline === '')}>
                  ${label}
                </option>`,
            )}
          </select></label
        >
      </div>
      <details @toggle=${this.#listMetrics}>
        <summary>${form.metrics ? `${form.metrics.length} metrics chosen` : 'All metrics that apply'}</summary>
        ${
          this.metrics
            ? html`<ll-metric-choice
                .cards=${this.metrics}
                .chosen=${new Set(form.metrics ?? this.metrics.map(({ id }) => id))}
                @ll-metrics-chosen=${(event: CustomEvent<ReadonlySet<string>>) => this.#change({ metrics: [...event.detail] })}
              ></ll-metric-choice>`
            : html`<p class="small muted" role="status">Reading what fits these settings…</p>`
        }
      </details>
    </section>`;
  }

  #number(label: string, value: number, min: number, set: (value: number) => void): TemplateResult {
    return html`<input
      type="number"
      min=${min}
      aria-label=${label}
      .value=${String(value)}
      @change=${({ target }: Event) => {
        const { valueAsNumber } = target as HTMLInputElement;
        if (Number.isFinite(valueAsNumber)) set(valueAsNumber);
      }}
    />`;
  }

  #launchBar(form: StudyForm, draft: Draft): TemplateResult {
    const { checked } = this;
    const refused = checked?.arms.filter((arm) => arm.refused !== undefined) ?? [];
    const arms = (checked?.arms.length ?? 0) - refused.length;
    const seconds =
      checked &&
      expectedSeconds(
        checked.study,
        checked.cells,
        (this.lab.runs.value ?? []).map(({ run }) => run),
      );
    const blocked = this.busy || !checked || this.fault !== '';
    return html`<div class="card launch" role="region" aria-label="Create the study">
      <div class="words" role="status">
        ${
          this.fault !== ''
            ? html`<p class="fault">${this.fault}</p>`
            : checked
              ? html`<p>
                    ${formatCount(arms)} ${arms === 1 ? 'arm' : 'arms'},
                    <strong>${formatCount(checked.cells)} runs</strong>${
                      seconds === undefined
                        ? '; how long is known once a run like these has been trained here.'
                        : `: about ${formatDuration(seconds)} of training, and the evaluations.`
                    }
                  </p>
                  ${
                    refused.length > 0
                      ? html`<p class="refused small">
                          ${refused.length} can’t be run:
                          ${refused.map((arm) => `${arm.label} (${arm.refused})`).join('; ')}
                        </p>`
                      : nothing
                  }`
              : html`<p class="muted">Counting…</p>`
        }
      </div>
      <div class="row">
        <button type="button" class="button" ?disabled=${blocked} @click=${() => this.#launch(form, draft, false)}>
          Create study
        </button>
        <button
          type="button"
          class="button primary"
          ?disabled=${blocked}
          @click=${() => this.#launch(form, draft, true)}
        >
          ${icons.play} Create and start
        </button>
      </div>
    </div>`;
  }

  #nameOf(draft: Draft, catalogue: Catalogue): string {
    const preset = catalogue.presets.find(({ spec }) => spec === draft.base);
    return preset?.title ?? `${draft.method?.title ?? ''} on ${draft.dataset?.title ?? ''}`;
  }

  /** Figures that runs on the same data have been measured by, and those of the form. */
  #figures(): readonly (readonly [string, string])[] {
    const kind = this.draft?.spec.value.data.kind;
    const known = (this.lab.runs.value ?? [])
      .filter(({ run }) => run.spec.data.kind === kind)
      .flatMap(({ run }) => run.evaluation?.metrics ?? []);
    return [...new Map(known.map(({ id, label }) => [id, label]))];
  }

  #change(changes: Partial<StudyForm>): void {
    if (this.form) this.form = { ...this.form, ...changes };
  }

  #setAxis(i: number, axis: AxisForm | undefined): void {
    const axes = (this.form?.axes ?? []).flatMap((present, j) => (j === i ? (axis ?? []) : present));
    this.#change({ axes });
  }

  #setBudget(kind: string, amount: number): void {
    this.#change({
      budget: kind === 'seconds' ? { kind, seconds: amount } : { kind: 'steps', steps: Math.round(amount) },
    });
  }

  async #choosePreset(id: string, catalogue: Catalogue): Promise<void> {
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

  #begin({ base, form }: Awaited<ReturnType<typeof startFromSpec>>, catalogue: Catalogue): void {
    this.draft = new Draft(base, catalogue, this.lab.service);
    this.form = form;
    this.metrics = undefined;
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

  async #listMetrics({ target }: Event): Promise<void> {
    if (!(target as HTMLDetailsElement).open || this.metrics || !this.draft) return;
    this.metrics = await this.lab.attempt(this.lab.service.metricsFor(this.draft.spec.value));
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

const textOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'll-new-study-screen': LlNewStudyScreen;
  }
}
