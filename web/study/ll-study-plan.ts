import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { MetricCard } from '../../evaluation/metric.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, inputs } from '../styles/shared.ts';
import { StudyFormEvent, textOf } from './study-form-events.ts';
import { studyFormStyles } from './study-form-styles.ts';
import { armLabels } from './study-form.ts';
import type { StudyForm } from './study-form.ts';
import '../run/ll-metric-choice.ts';

/**
 * With which seeds a study is run, when its runs end, how they are measured, and what decides.
 *
 * @fires ll-study-form
 */
@customElement('ll-study-plan')
export class LlStudyPlan extends LitElement {
  static override styles = [
    base,
    inputs,
    studyFormStyles,
    css`
      .together {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr);
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) form!: StudyForm;
  /** What every run shares. */
  @property({ attribute: false }) spec!: RunSpec;
  /** Metrics that fit the method and the data, once they have been asked for. */
  @state() private metrics: readonly MetricCard[] | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.runs]);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const former = changed.get('spec');
    const { spec } = this;
    if (former && (former.method !== spec.method || former.data.kind !== spec.data.kind)) this.metrics = undefined;
  }

  override render(): TemplateResult {
    const { form } = this;
    return html`<section class="card part">
      <h2>Seeds, budget and judgement</h2>
      <div class="fields">
        <label class="field"
          >Seeds
          <input
            type="text"
            .value=${form.seeds}
            @change=${(event: Event) => this.#send({ seeds: textOf(event) })}
          /><span class="small muted">Numbers and ranges. Below six, no p can pass 5%.</span></label
        >
        ${this.#budget(form)} ${this.#evaluation(form)}
        <label class="field"
          >Decide by
          <input
            type="text"
            list="figures"
            spellcheck="false"
            .value=${form.primary}
            @change=${(event: Event) => this.#send({ primary: textOf(event) })}
          /><datalist id="figures">
            ${this.#figures().map(([id, label]) => html`<option value=${id}>${label}</option>`)}
          </datalist>
          <span class="small muted">The figure that was chosen beforehand; the others stay in the table.</span></label
        >
        <label class="field"
          >Baseline
          <select @change=${(event: Event) => this.#send({ baseline: textOf(event) })}>
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
                @ll-metrics-chosen=${(event: CustomEvent<ReadonlySet<string>>) => this.#send({ metrics: [...event.detail] })}
              ></ll-metric-choice>`
            : html`<p class="small muted" role="status">Reading what fits these settings…</p>`
        }
      </details>
    </section>`;
  }

  #budget({ budget }: StudyForm): TemplateResult {
    const amount = budget.kind === 'steps' ? budget.steps : budget.seconds;
    const set = (kind: string, value: number): void =>
      this.#send({
        budget: kind === 'seconds' ? { kind, seconds: value } : { kind: 'steps', steps: Math.round(value) },
      });
    return html`<div class="field">
      <span>Each run ends after</span>
      <div class="together">
        ${number('Budget of a run', amount, 1, (value) => set(budget.kind, value))}
        <select aria-label="Unit of the budget" @change=${(event: Event) => set(textOf(event), amount)}>
          <option value="steps" .selected=${budget.kind === 'steps'}>steps</option>
          <option value="seconds" .selected=${budget.kind === 'seconds'}>seconds of training</option>
        </select>
      </div>
    </div>`;
  }

  #evaluation({ every, dearEvery, samples }: StudyForm): TemplateResult {
    return html`<label class="field"
        >Evaluate every (steps) ${number('Evaluate every, in steps', every, 0, (value) => this.#send({ every: value }))}
        <span class="small muted">By cheap metrics: draws the curves. 0 measures only the end.</span></label
      >
      <label class="field"
        >Dear metrics every (steps)
        ${number('Dear metrics every, in steps', dearEvery, 0, (value) => this.#send({ dearEvery: value }))}
        <span class="small muted">Those that take seconds or minutes. 0 leaves them to the end.</span></label
      >
      <label class="field"
        >Evaluation samples
        ${number('Evaluation samples', samples, 1, (value) => this.#send({ samples: value }))}</label
      >`;
  }

  /** Figures that runs on the same data have been measured by. */
  #figures(): readonly (readonly [string, string])[] {
    const known = (this.lab.runs.value ?? [])
      .filter(({ run }) => run.spec.data.kind === this.spec.data.kind)
      .flatMap(({ run }) => run.evaluation?.metrics ?? []);
    return [...new Map(known.map(({ id, label }) => [id, label]))];
  }

  async #listMetrics({ target }: Event): Promise<void> {
    if (!(target as HTMLDetailsElement).open || this.metrics) return;
    this.metrics = await this.lab.attempt(this.lab.service.metricsFor(this.spec));
  }

  #send(changes: Partial<StudyForm>): void {
    this.dispatchEvent(new StudyFormEvent(changes));
  }
}

function number(label: string, value: number, min: number, set: (value: number) => void): TemplateResult {
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

declare global {
  interface HTMLElementTagNameMap {
    'll-study-plan': LlStudyPlan;
  }
}
