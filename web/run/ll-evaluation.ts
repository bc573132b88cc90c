import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MetricCard } from '../../evaluation/metric.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { costOf } from '../common/evaluation-cost.ts';
import { describeArithmetic } from '../common/execution.ts';
import { formatCount } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import '../common/ll-metrics.ts';
import './ll-metric-choice.ts';

const sampleChoices = [1000, 2500, 5000, 10_000, 20_000];

/** Measures the run as it stands and shows its latest figures. */
@customElement('ll-evaluation')
export class LlEvaluation extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      section {
        padding: 14px 16px;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        margin-bottom: 8px;
      }

      .row {
        margin-left: auto;
      }

      .cost {
        margin: 6px 0;
      }

      summary {
        width: fit-content;
        min-height: 28px;
        cursor: pointer;
        font-size: 0.88rem;
        color: var(--ll-accent);
      }

      progress {
        width: 160px;
        accent-color: var(--ll-accent);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;
  @state() private busy = false;
  @state() private samples: number | undefined;
  /** What the run can be measured by; undefined until the list is opened. */
  @state() private cards: readonly MetricCard[] | undefined;
  /** Metrics to compute; all of them until some are chosen. */
  @state() private chosen: ReadonlySet<string> | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.model.view]);
  }

  override render(): TemplateResult {
    const { run, evaluating, elsewhere, step } = this.model.view.value;
    const metrics = evaluating && evaluating.metrics.length > 0 ? evaluating.metrics : (run.evaluation?.metrics ?? []);
    const measuredAt = evaluating && evaluating.metrics.length > 0 ? evaluating.step : run.evaluation?.step;
    const planned = run.spec.evaluation.samples;
    const samples = this.samples ?? planned;
    const choices = [...new Set([...sampleChoices, planned])].sort((a, b) => a - b);
    return html`<section class="card" aria-label="Evaluation">
      <header>
        <h2>Evaluation</h2>
        ${measuredAt === undefined ? nothing : html`<span class="muted small">at step ${formatCount(measuredAt)}, ${describeArithmetic(run.spec)}</span>`}
        <div class="row">
          ${
            this.busy || evaluating
              ? html`<progress
                    aria-label="Progress of the evaluation"
                    max="1"
                    .value=${evaluating?.done ?? 0}
                  ></progress>
                  <button
                    type="button"
                    class="button"
                    @click=${() => this.lab.done(this.lab.service.cancelEvaluation())}
                  >
                    Cancel
                  </button>`
              : html`<label class="small"
                    ><span class="visually-hidden">Samples</span>
                    <select
                      @change=${(event: Event) => (this.samples = Number((event.target as HTMLSelectElement).value))}
                    >
                      ${choices.map((n) => html`<option value=${n} .selected=${n === samples}>${formatCount(n)} samples</option>`)}
                    </select></label
                  >
                  <button
                    type="button"
                    class="button"
                    ?disabled=${elsewhere || step === 0 || this.chosen?.size === 0}
                    @click=${() => this.#evaluate(samples)}
                  >
                    ${icons.measure} Evaluate
                  </button>`
          }
        </div>
      </header>
      ${
        metrics.length > 0
          ? html`<ll-metrics .metrics=${metrics}></ll-metrics>
              <p class="muted small cost">${run.evaluation ? costOf(run.evaluation) : nothing}</p>`
          : html`<p class="muted small">
              Not measured yet. Figures come with their sample counts, an interval, and the floor: what real data would
              score.
            </p>`
      }
      <details @toggle=${this.#listMetrics}>
        <summary>
          ${this.chosen && this.cards ? `${this.chosen.size} of ${this.cards.length} metrics chosen` : 'Choose metrics'}
        </summary>
        ${
          this.cards
            ? html`<ll-metric-choice
                .cards=${this.cards}
                .chosen=${this.chosen ?? new Set(this.cards.map(({ id }) => id))}
                .costs=${run.evaluation?.costs ?? {}}
                @ll-metrics-chosen=${(event: CustomEvent<ReadonlySet<string>>) => (this.chosen = event.detail)}
              ></ll-metric-choice>`
            : html`<p class="muted small" role="status">Reading what fits this run…</p>`
        }
      </details>
    </section>`;
  }

  async #listMetrics({ target }: Event): Promise<void> {
    if (!(target as HTMLDetailsElement).open || this.cards) return;
    this.cards = await this.lab.attempt(this.lab.service.metricsFor(this.model.view.value.run.spec));
  }

  async #evaluate(samples: number): Promise<void> {
    this.busy = true;
    const answer = await this.lab.service.evaluate(this.model.id, {
      samples,
      ...(this.chosen && { metrics: [...this.chosen] }),
    });
    this.busy = false;
    if (!answer.ok && answer.error.code !== 'cancelled') this.lab.notices.error(answer.error);
    // The figures came with the event that ended it.
    const { evaluating: _, ...view } = this.model.view.value;
    this.model.view.value = view;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-evaluation': LlEvaluation;
  }
}
