import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base, inputs } from '../styles/shared.ts';

/**
 * A name that is edited in place. Enter or leaving the box keeps it, Escape does not.
 *
 * @fires ll-rename with the new name
 */
@customElement('ll-name')
export class LlName extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      :host {
        min-width: 0;
      }

      input[type='text'] {
        width: 100%;
        min-height: 32px;
        padding: 2px 6px;
        margin-left: -7px;
        border-color: transparent;
        background: transparent;
        font: inherit;
        text-overflow: ellipsis;
      }

      input[type='text']:hover {
        border-color: var(--ll-line-strong);
      }

      input[type='text']:focus {
        border-color: var(--ll-line-strong);
        background: var(--ll-surface);
      }
    `,
  ];

  @property() value = '';
  @property() label = 'Name of the run';

  override render(): TemplateResult {
    return html`<input
      type="text"
      maxlength="120"
      spellcheck="false"
      aria-label=${this.label}
      .value=${live(this.value)}
      @change=${this.#commit}
      @keydown=${this.#key}
    />`;
  }

  /** Puts the cursor into the name, all of it selected. */
  async edit(): Promise<void> {
    await this.updateComplete;
    const input = this.renderRoot.querySelector('input');
    input?.focus();
    input?.select();
  }

  #commit(event: Event): void {
    const input = event.target as HTMLInputElement;
    const name = input.value.trim();
    if (name === '') input.value = this.value;
    else if (name !== this.value) this.dispatchEvent(new CustomEvent('ll-rename', { detail: name }));
  }

  #key(event: KeyboardEvent): void {
    const input = event.target as HTMLInputElement;
    if (event.key === 'Escape') input.value = this.value;
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The key must not press what gets the focus next.
    event.preventDefault();
    input.blur();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-name': LlName;
  }
}
