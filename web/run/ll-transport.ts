import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { formatCount, formatDuration, formatNumber } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { isRunning } from '../common/state-label.ts';
import { base, buttons, progressBars } from '../styles/shared.ts';
import { pauseRun, playRun, stepRun } from './actions.ts';

/** Play, pause, step, and how far the run is. */
@customElement('ll-transport')
export class LlTransport extends LitElement {
  static override styles = [
    base,
    buttons,
    progressBars,
    css`
      .bar {
        display: flex;
        align-items: center;
        gap: 10px;
      }

      .button.big {
        min-height: 48px;
        min-width: 128px;
        font-size: 1.05rem;
      }

      .button.step {
        min-height: 48px;
      }

      .progress {
        flex: 1;
        min-width: 0;
      }

      .figures {
        display: flex;
        justify-content: space-between;
        gap: 8px;
        font-size: 0.86rem;
        font-variant-numeric: tabular-nums;
      }

      .pace {
        display: none;
      }

      @media (max-width: 760px) {
        /* With large letters the figures go below the buttons. */
        .bar {
          flex-wrap: wrap;
          gap: 4px 10px;
        }

        .progress {
          flex-basis: 9em;
        }

        .button.big {
          min-width: 116px;
        }

        .button.step {
          width: 48px;
          padding: 0;
        }

        .button.step span {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }

        .figures {
          font-size: 0.8rem;
        }

        .share {
          display: none;
        }

        .pace {
          display: block;
          min-height: 1.5em;
          overflow: hidden;
          font-size: 0.8rem;
          white-space: nowrap;
          text-overflow: ellipsis;
          color: var(--ll-muted);
          font-variant-numeric: tabular-nums;
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;
  /** While a command waits for its answer. */
  @state() private busy = false;

  constructor() {
    super();
    new WatchController(this, () => [this.model.view]);
  }

  override render(): TemplateResult {
    const { state, step, run, elsewhere } = this.model.view.value;
    const { steps } = run.spec;
    const running = isRunning(state);
    const over = step >= steps;
    return html`<div class="bar">
      ${
        running
          ? html`<button
              type="button"
              class="button primary big"
              aria-keyshortcuts="Space"
              ?disabled=${elsewhere || this.busy}
              @click=${() => this.#do(pauseRun)}
            >
              ${icons.pause} Pause
            </button>`
          : over
            ? html`<a
                class="button primary big"
                href=${hashOf({ screen: 'fork', runId: run.id, step })}
                title="A new run that starts with these weights and has more steps"
                >${icons.fork} Train longer</a
              >`
            : html`<button
                type="button"
                class="button primary big"
                aria-keyshortcuts="Space"
                ?disabled=${elsewhere || this.busy}
                @click=${() => this.#do(playRun)}
              >
                ${icons.play} ${step > 0 ? 'Resume' : 'Play'}
              </button>`
      }
      ${
        over
          ? nothing
          : html`<button
              type="button"
              class="button step"
              aria-keyshortcuts="."
              title="One training step ( . )"
              ?disabled=${elsewhere || running || this.busy}
              @click=${() => this.#do(stepRun)}
            >
              ${icons.step} <span>Step</span>
            </button>`
      }
      <div class="progress">
        <div class="figures">
          <span>Step <strong>${formatCount(step)}</strong> of ${formatCount(steps)}</span>
          <span class="share">${percent(step / steps)}</span>
        </div>
        <progress aria-label="Progress of the run" max=${steps} .value=${Math.min(step, steps)}></progress>
        <div class="pace">${this.#pace()}</div>
      </div>
    </div>`;
  }

  /** Speed and time left, which a phone has no room for elsewhere. */
  #pace(): string {
    const { state, progress } = this.model.view.value;
    if (!isRunning(state) || !progress) return '';
    return `${formatNumber(progress.stepsPerSecond, 3)} steps/s · ${formatDuration(progress.eta)} left`;
  }

  async #do(action: (lab: Lab, model: RunModel) => Promise<void>): Promise<void> {
    this.busy = true;
    await action(this.lab, this.model);
    this.busy = false;
  }
}

/** Never 100% before the end. */
function percent(share: number): string {
  return share >= 1 ? '100%' : `${Math.floor(share * 1000) / 10}%`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-transport': LlTransport;
  }
}
