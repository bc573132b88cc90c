import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CheckedStudy } from '../../worker/protocol/study.ts';
import { formatCount, formatDuration } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { launchBar } from '../styles/launch-bar.ts';
import { base, buttons } from '../styles/shared.ts';

/**
 * What a new study would be, how long it would take, and the buttons that make it; stays in view.
 *
 * @fires ll-launch with whether to start it
 */
@customElement('ll-study-launch')
export class LlStudyLaunch extends LitElement {
  static override styles = [
    base,
    buttons,
    launchBar,
    css`
      .refused {
        color: var(--ll-warning);
      }
    `,
  ];

  /** What the worker says that it would be; undefined while it is asked. */
  @property({ attribute: false }) checked: CheckedStudy | undefined;
  /** Why it can't be made. */
  @property() fault = '';
  /** Guess of its training; undefined where nothing is known. */
  @property({ attribute: false }) seconds: number | undefined;
  @property({ type: Boolean }) busy = false;

  override render(): TemplateResult {
    const blocked = this.busy || !this.checked || this.fault !== '';
    const launch = (start: boolean): void => {
      this.dispatchEvent(new CustomEvent<boolean>('ll-launch', { detail: start, bubbles: true }));
    };
    return html`<div class="card launch" role="region" aria-label="Create the study">
      <div class="words" role="status">${this.#words()}</div>
      <div class="row">
        <button type="button" class="button" ?disabled=${blocked} @click=${() => launch(false)}>Create study</button>
        <button type="button" class="button primary" ?disabled=${blocked} @click=${() => launch(true)}>
          ${icons.play} Create and start
        </button>
      </div>
    </div>`;
  }

  #words(): TemplateResult {
    const { checked, fault, seconds } = this;
    if (fault !== '') return html`<p class="fault">${fault}</p>`;
    if (!checked) return html`<p class="muted">Counting…</p>`;
    const refused = checked.arms.filter((arm) => arm.refused !== undefined);
    const arms = checked.arms.length - refused.length;
    return html`<p>
        ${formatCount(arms)} ${arms === 1 ? 'arm' : 'arms'}, <strong>${formatCount(checked.cells)} runs</strong>${
          seconds === undefined
            ? '; how long is known once a run like these has been trained here.'
            : `: about ${formatDuration(seconds)} of training, and the evaluations.`
        }
      </p>
      ${
        refused.length > 0
          ? html`<p class="refused small">
              ${refused.length} can’t be run: ${refused.map((arm) => `${arm.label} (${arm.refused})`).join('; ')}
            </p>`
          : nothing
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-launch': LlStudyLaunch;
  }
}
