import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Divergence, PointsFrame } from '../../worker/protocol/records.ts';
import { formatNumber } from '../common/format.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { base } from '../styles/shared.ts';
import { LaboratoryModel } from './laboratory-model.ts';
import type { HistogramMark } from './ll-histogram.ts';
import { coveredModes, modeEntropy } from './mode-counts.ts';
import type { ModeCounts } from './mode-counts.ts';
import './ll-histogram.ts';
import './ll-mode-bars.ts';
import './ll-mode-strip.ts';

/** What a picture of 2-D data tells in numbers: modes, their history, the critic's gradients and weights, divergences. */
@customElement('ll-laboratory')
export class LlLaboratory extends LitElement {
  static override styles = [
    base,
    css`
      .panels {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 228px), 1fr));
        gap: 14px;
      }

      .card {
        min-width: 0;
        padding: 12px 14px;
      }

      h2 {
        font-size: 1rem;
      }

      .lead {
        margin: 2px 0 8px;
        font-size: 0.85rem;
        color: var(--ll-muted);
        font-variant-numeric: tabular-nums;
      }

      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 4px 12px;
        margin: 0;
        font-variant-numeric: tabular-nums;
      }

      dd {
        margin: 0;
        font-weight: 600;
      }

      dt small {
        display: block;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;
  #memory = new LaboratoryModel();
  #of: RunModel | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.model.frame, this.model.view]);
  }

  protected override willUpdate(): void {
    if (this.model === this.#of) return;
    this.#of = this.model;
    this.#memory = new LaboratoryModel();
    void this.#memory.recall(this.model, this.lab.service).then(() => this.requestUpdate());
  }

  override render(): TemplateResult | typeof nothing {
    const frame = this.model.frame.value;
    if (frame?.kind !== 'points') return nothing;
    const { modes, step } = this.model.view.value;
    const counts = this.#memory.see(frame, modes, step);
    return html`<section class="panels" aria-label="Laboratory">
      ${counts ? this.#modes(counts) : nothing} ${frame.divergence ? divergencePanel(frame.divergence) : nothing}
      ${this.#gradients(frame)} ${this.#weights(frame)}
    </section>`;
  }

  #modes(counts: ModeCounts): TemplateResult {
    const { history, version } = this.#memory;
    const modes = counts.all.length;
    const near = counts.near.reduce((sum, count) => sum + count, 0);
    return html`<section class="card">
        <h2>Modes</h2>
        <p class="lead">
          ${coveredModes(counts)} of ${modes} covered, ${formatNumber((100 * near) / Math.max(1, counts.total), 3)}% of
          the samples on one, entropy ${formatNumber(modeEntropy(counts), 3)} of ${formatNumber(Math.log(modes), 3)}
          nats. Dark: within three standard deviations. Dashed: an equal share.
        </p>
        <ll-mode-bars .counts=${counts}></ll-mode-bars>
      </section>
      <section class="card">
        <h2>Modes over time</h2>
        <p class="lead">
          One row a mode, darker with more samples. Stairs are a generator that wanders from mode to mode.
        </p>
        <ll-mode-strip .columns=${history.columns} .version=${version}></ll-mode-strip>
      </section>`;
  }

  #gradients({ gradientNorms }: PointsFrame): TemplateResult | typeof nothing {
    if (!gradientNorms) return nothing;
    const penalised = 'gradientPenalty' in this.#options && this.#options['gradientPenalty'] !== 0;
    const marks: readonly HistogramMark[] = penalised ? [{ at: 1, label: 'penalty pulls to 1' }] : [];
    return html`<section class="card">
      <h2>Critic’s gradient norms</h2>
      <p class="lead">Steepness of the critic between data and samples.</p>
      <ll-histogram label="Gradient norms" .histogram=${gradientNorms} .marks=${marks}></ll-histogram>
    </section>`;
  }

  #weights({ weights }: PointsFrame): TemplateResult | typeof nothing {
    if (!weights) return nothing;
    const limit = this.#options['weightClip'];
    const marks: readonly HistogramMark[] =
      typeof limit === 'number' && limit > 0
        ? [
            { at: -limit, label: `−${formatNumber(limit)}` },
            { at: limit, label: `clip at ${formatNumber(limit)}` },
          ]
        : [];
    return html`<section class="card">
      <h2>Critic’s weights</h2>
      <p class="lead">
        ${marks.length > 0 ? 'A clip piles them up at its two ends.' : 'Every parameter of the critic.'}
      </p>
      <ll-histogram label="Weights" .histogram=${weights} .marks=${marks}></ll-histogram>
    </section>`;
  }

  get #options(): Readonly<Record<string, unknown>> {
    return this.model.view.value.run.spec.options;
  }
}

function divergencePanel({ kl, reverseKl, js }: Divergence): TemplateResult {
  const row = (name: string, what: string, value: number) =>
    html`<dt>${name}<small>${what}</small></dt>
      <dd>${formatNumber(value, 3)}</dd>`;
  return html`<section class="card">
    <h2>Divergence from the data</h2>
    <p class="lead">In nats, to the true density.</p>
    <dl>
      ${row('KL(data, model)', 'grows with what the model misses', kl)}
      ${row('KL(model, data)', 'grows with what the model makes up', reverseKl)}
      ${row('Jensen–Shannon', `from 0 to log 2 = ${formatNumber(Math.LN2, 3)}`, js)}
    </dl>
  </section>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-laboratory': LlLaboratory;
  }
}
