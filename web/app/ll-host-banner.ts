import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { banner } from '../common/banner.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';

/** What the person must know of the app itself: a worker that restarts or gave up, a new version. */
@customElement('ll-host-banner')
export class LlHostBanner extends LitElement {
  static override styles = [
    base,
    buttons,
    banner,
    css`
      .banner {
        margin-bottom: 14px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.host, this.lab.update]);
  }

  override render(): TemplateResult {
    return html`${this.#host()} ${this.#update()}`;
  }

  #host(): TemplateResult | typeof nothing {
    const state = this.lab.host.value;
    if (state.phase === 'restarting') {
      return html`<div class="banner" role="status">
        <p class="words"><strong>Restarting</strong>: ${state.cause}. The run goes on from its last checkpoint.</p>
      </div>`;
    }
    if (state.phase !== 'given-up') return nothing;
    return html`<div class="banner error" role="alert">
      <div class="words">
        <strong>Training keeps failing on this device</strong>
        <p>
          ${state.cause}. The last checkpoint is stored. A smaller batch needs less memory; WebAssembly does without the
          graphics processor.
        </p>
      </div>
      <div class="row">
        ${
          state.runId
            ? html`<button type="button" class="button primary" @click=${() => this.#smallerBatch(state.runId)}>
                Fork with half the batch
              </button>`
            : nothing
        }
        <button type="button" class="button" @click=${this.#useWasm}>Use WebAssembly</button>
        <button type="button" class="button" @click=${() => this.lab.workerHost.retry()}>Try again</button>
      </div>
    </div>`;
  }

  #update(): TemplateResult | typeof nothing {
    const apply = this.lab.update.value;
    if (!apply) return nothing;
    return html`<div class="banner info" role="status">
      <p class="words">
        <strong>A new version is ready.</strong> It stores a checkpoint first; your runs stay as they are.
      </p>
      <div class="row">
        <button type="button" class="button primary" @click=${apply}>Save and update</button>
        <button type="button" class="button" @click=${() => (this.lab.update.value = undefined)}>Later</button>
      </div>
    </div>`;
  }

  async #smallerBatch(runId: string | undefined): Promise<void> {
    if (runId === undefined) return;
    this.lab.workerHost.retry();
    const opened = await this.lab.attempt(this.lab.service.open(runId));
    const last = opened?.checkpoints.at(-1);
    if (!opened) return;
    const batch = Math.max(1, Math.floor(opened.run.spec.batch / 2));
    const answer = last
      ? await this.lab.fork(runId, last.step, { batch }, true)
      : await this.lab.create({ ...opened.run.spec, batch }, true);
    if (!answer.ok) this.lab.notices.error(answer.error);
  }

  #useWasm(): void {
    this.lab.preferences.update({ backend: 'wasm' });
    this.lab.workerHost.retry();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-host-banner': LlHostBanner;
  }
}
