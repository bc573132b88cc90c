import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icons } from '../../common/icons.ts';
import { base, buttons, progressBars } from '../../styles/shared.ts';
import type { RunningBenchmark } from './benchmark-model.ts';

/** How far a benchmark is, with a button to cancel it. Speaks at every quarter: more would talk without end. */
@customElement('ll-benchmark-progress')
export class LlBenchmarkProgress extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    base,
    buttons,
    progressBars,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 16px;
      }

      .how-far {
        flex: 1 1 220px;
        min-width: 0;
      }

      .words {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        font-size: 0.9rem;
        font-variant-numeric: tabular-nums;
      }

      .what {
        min-width: 0;
        overflow-wrap: anywhere;
      }

      progress::-webkit-progress-value {
        transition: width 0.3s;
      }

      .button {
        min-height: 48px;
        min-width: 128px;
      }
    `,
  ];

  @property({ attribute: false }) progress!: RunningBenchmark;

  override render(): TemplateResult {
    const { done, what, cancelling } = this.progress;
    const quarter = Math.floor(done * 4) * 25;
    return html`<div class="bar">
      <button
        type="button"
        class="button cancel"
        ?disabled=${cancelling}
        @click=${() => this.dispatchEvent(new CustomEvent('ll-cancel'))}
      >
        ${icons.close} Cancel
      </button>
      <div class="how-far">
        <p class="words">
          <span class="what">${done < 1 ? `Measuring ${what}` : 'Done'}</span><span>${Math.floor(done * 100)}%</span>
        </p>
        <progress aria-label="Progress of the benchmark" max="1" .value=${done}></progress>
      </div>
      <p class="visually-hidden" role="status">
        ${quarter === 0 ? 'The benchmark has begun.' : `${quarter}% of the benchmark is done.`}
      </p>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-benchmark-progress': LlBenchmarkProgress;
  }
}
