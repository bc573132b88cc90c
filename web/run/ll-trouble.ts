import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ErrorCode } from '../../worker/protocol/errors.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { formatCount } from '../common/format.ts';
import { banner } from '../common/banner.ts';
import { base, buttons } from '../styles/shared.ts';
import { playRun } from './actions.ts';

const titles: Partial<Record<ErrorCode, string>> = {
  'non-finite': 'Training paused: a value is no longer finite',
  'device-lost': 'The graphics device was lost',
  'out-of-memory': 'Training paused: out of memory',
  quota: 'Training paused: storage is full',
  storage: 'Training paused: the checkpoint could not be stored',
  'worker-died': 'The training worker stopped',
  'busy-elsewhere': 'Another tab holds this run',
};

/** Why a run stopped by itself, and what can be done about it. */
@customElement('ll-trouble')
export class LlTrouble extends LitElement {
  static override styles = [
    base,
    buttons,
    banner,
    css`
      /* With nothing to say it takes no place, and no gap, in the screen's grid. */
      :host {
        display: contents;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;

  constructor() {
    super();
    new WatchController(this, () => [this.model.view]);
  }

  override render(): TemplateResult | typeof nothing {
    const { trouble, checkpoints, elsewhere, run } = this.model.view.value;
    if (elsewhere) {
      return html`<div class="banner info" role="status">
        <p class="words"><strong>Another tab trains this run.</strong> This one follows it and changes nothing.</p>
      </div>`;
    }
    if (!trouble) return nothing;
    const good = checkpoints.at(-1);
    return html`<div class="banner error" role="alert">
      <div class="words">
        <strong>${titles[trouble.code] ?? 'The run stopped'}</strong>
        <p>${trouble.message}</p>
        ${trouble.remedy ? html`<p>${trouble.remedy}</p>` : nothing}
      </div>
      <div class="row">
        ${
          good
            ? html`<button type="button" class="button primary" @click=${() => playRun(this.lab, this.model)}>
                  Resume from step ${formatCount(good.step)}
                </button>
                <a class="button" href=${`#/fork/${encodeURIComponent(run.id)}/${good.step}`}
                  >Fork with other settings</a
                >`
            : nothing
        }
        <button type="button" class="button" @click=${() => this.lab.exportRun(run.id, run.name)}>Export</button>
      </div>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-trouble': LlTrouble;
  }
}
