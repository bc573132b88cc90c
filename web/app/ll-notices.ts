import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from '../common/icons.ts';
import type { Notice, Notices } from '../state/notices.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';

/** Short messages in a corner, with at most one action each. */
@customElement('ll-notices')
export class LlNotices extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: fixed;
        right: 16px;
        bottom: calc(16px + var(--footer-height, 0px));
        z-index: 20;
        width: min(420px, calc(100vw - 32px));
        pointer-events: none;
      }

      /* The bottom of a phone is where a run's controls are. */
      @media (max-width: 760px) {
        :host {
          top: calc(8px + var(--header-height, 0px));
          bottom: auto;
        }
      }

      .list {
        display: grid;
        gap: 8px;
      }

      .notice {
        display: flex;
        align-items: center;
        gap: 10px;
        padding: 8px 8px 8px 14px;
        border: 1px solid var(--ll-line-strong);
        border-left: 5px solid var(--ll-accent);
        border-radius: var(--ll-radius-small);
        background: var(--ll-raised);
        box-shadow: var(--ll-shadow);
        font-size: 0.92rem;
        pointer-events: auto;
      }

      .warning {
        border-left-color: var(--ll-warning);
      }

      .error {
        border-left-color: var(--ll-danger);
      }

      .words {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) notices!: Notices;

  constructor() {
    super();
    new WatchController(this, () => [this.notices]);
  }

  override render(): TemplateResult {
    return html`<div class="list" role="log" aria-live="polite" aria-label="Messages">
      ${repeat(
        this.notices.value,
        ({ id }) => id,
        (notice) => this.#notice(notice),
      )}
    </div>`;
  }

  #notice({ id, level, message, remedy, action }: Notice): TemplateResult {
    const act = async (): Promise<void> => {
      this.notices.dismiss(id);
      await action?.run();
    };
    return html`<div class="notice ${level}">
      <div class="words">${message}${remedy ? html` <span class="muted">${remedy}</span>` : nothing}</div>
      ${action ? html`<button type="button" class="button" @click=${act}>${action.label}</button>` : nothing}
      <button type="button" class="button icon quiet" aria-label="Put away" @click=${() => this.notices.dismiss(id)}>
        ${icons.close}
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-notices': LlNotices;
  }
}
