import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { base } from '../styles/shared.ts';
import { keyBindings } from '../app/keys.ts';

/** The keys of the app. */
@customElement('ll-key-list')
export class LlKeyList extends LitElement {
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 8px 16px;
        margin: 0;
        align-items: center;
      }

      dt {
        text-align: right;
      }

      dd {
        margin: 0;
      }

      kbd {
        display: inline-block;
        min-width: 30px;
        padding: 2px 8px;
        border: 1px solid var(--ll-line-strong);
        border-bottom-width: 2px;
        border-radius: 5px;
        font: 0.86rem/1.4 var(--ll-mono);
        text-align: center;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<dl>
      ${keyBindings.map(
        ({ label, does }) =>
          html`<dt><kbd>${label}</kbd></dt>
            <dd>${does}</dd>`,
      )}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-key-list': LlKeyList;
  }
}
