import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatBytes } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { isInstalled } from '../pwa/install.ts';
import { keepOffline, offlineData } from '../pwa/offline-data.ts';
import type { KeepProgress } from '../pwa/offline-data.ts';
import type { DataFileState } from '../service-worker/data-files.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';

/** Installation, and which datasets can be used without a network. */
@customElement('ll-offline')
export class LlOffline extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      section {
        padding: 16px 18px;
      }

      h2 {
        margin-bottom: 8px;
      }

      section > * + p,
      .row {
        margin-top: 10px;
      }

      progress {
        width: min(320px, 100%);
        accent-color: var(--ll-accent);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private files: readonly DataFileState[] = [];
  @state() private progress: KeepProgress | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.install]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void offlineData().then((files) => (this.files = files));
  }

  override render(): TemplateResult {
    const install = this.lab.install.value;
    const missing = this.files.filter(({ kept }) => !kept);
    const bytes = missing.reduce((sum, file) => sum + file.bytes, 0);
    return html`<section class="card" aria-label="Offline">
      <h2>Offline</h2>
      <p>${isInstalled() ? 'The app is installed.' : 'After the first visit the app works without a network.'}</p>
      ${
        this.files.length === 0
          ? nothing
          : html`<p class="muted small">
              ${missing.length === 0 ? 'All datasets are on this device.' : `${missing.length} data files, ${formatBytes(bytes)}, are not on this device yet.`}
            </p>`
      }
      ${
        this.progress
          ? html`<p>
              <progress
                aria-label="Datasets fetched"
                max=${this.progress.total}
                .value=${this.progress.received}
              ></progress>
            </p>`
          : nothing
      }
      ${
        install || (missing.length > 0 && !this.progress)
          ? html`<div class="row">
              ${install ? html`<button type="button" class="button primary" @click=${install}>Install the app</button>` : nothing}
              ${
                missing.length > 0 && !this.progress
                  ? html`<button type="button" class="button" @click=${() => this.#keep(missing)}>
                      ${icons.export} Fetch all datasets (${formatBytes(bytes)})
                    </button>`
                  : nothing
              }
            </div>`
          : nothing
      }
    </section>`;
  }

  async #keep(missing: readonly DataFileState[]): Promise<void> {
    try {
      this.files = await keepOffline(
        missing.map(({ name }) => name),
        (progress) => (this.progress = progress),
      );
    } catch (error) {
      this.lab.notices.say('warning', error instanceof Error ? error.message : 'The datasets could not be fetched.');
      this.files = await offlineData();
    } finally {
      this.progress = undefined;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-offline': LlOffline;
  }
}
