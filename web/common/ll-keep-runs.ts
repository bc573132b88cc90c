import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Lab } from '../state/lab.ts';
import { base, buttons } from '../styles/shared.ts';

/** Whether the browser may delete what is stored when room is short, and a button that asks it not to. */
@customElement('ll-keep-runs')
export class LlKeepRuns extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 14px;
      }

      .good {
        color: var(--ll-good);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  /** Says nothing where runs are kept. */
  @property({ type: Boolean }) brief = false;
  /** Undefined until the browser has said so; some never do. */
  @state() private kept: boolean | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void (navigator.storage as StorageManager | undefined)?.persisted().then((kept) => (this.kept = kept));
  }

  override render(): TemplateResult | typeof nothing {
    if (this.kept === undefined || (this.kept && this.brief)) return nothing;
    if (this.kept) return html`<p class="small good">Runs are kept until you delete them.</p>`;
    return html`<div class="row">
      <p class="small muted">The browser may delete runs when space runs short.</p>
      <button type="button" class="button" @click=${this.#ask}>Keep my runs</button>
    </div>`;
  }

  async #ask(): Promise<void> {
    this.kept = await navigator.storage.persist();
    if (this.kept) {
      this.lab.notices.say('info', 'Runs are kept until you delete them.');
    } else {
      this.lab.notices.say(
        'warning',
        'The browser did not agree yet. Installing the app, or using it for a while, helps.',
      );
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-keep-runs': LlKeepRuns;
  }
}
