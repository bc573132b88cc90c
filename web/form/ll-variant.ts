import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base, inputs } from '../styles/shared.ts';
import { settingStyles } from './setting-styles.ts';
import './ll-help.ts';

export interface VariantOption {
  readonly id: string;
  readonly label: string;
  readonly help: string;
  /** Why it cannot be chosen now, in few words. */
  readonly refusal?: string;
}

/**
 * A menu of kinds of thing: methods, datasets, architectures, optimisers, dynamics.
 *
 * @fires ll-choose with the chosen id
 */
@customElement('ll-variant')
export class LlVariant extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    base,
    inputs,
    settingStyles,
    css`
      .note {
        margin-top: 4px;
        font-size: 0.82rem;
        line-height: 1.4;
        color: var(--ll-muted);
      }

      .fault {
        color: var(--ll-danger);
      }
    `,
  ];

  /** Dotted path of the kind in the spec. */
  @property() path = '';
  @property() label = '';
  /** What is being chosen, in plain words. */
  @property() help = '';
  @property({ attribute: false }) options: readonly VariantOption[] = [];
  @property() value = '';
  @property() fault = '';
  @property({ type: Boolean }) changed = false;

  override render(): TemplateResult {
    const chosen = this.options.find(({ id }) => id === this.value);
    return html`
      <div class="head">
        <label for="input">${this.label}</label>
        ${this.help === '' ? nothing : html`<ll-help .subject=${this.label} .text=${this.help}></ll-help>`}
        ${this.changed ? html`<span class="changed">changed</span>` : nothing}
      </div>
      <select id="input" aria-describedby="note fault" aria-invalid=${this.fault !== ''} @change=${this.#choose}>
        ${this.options.map(
          ({ id, label, refusal }) =>
            html`<option value=${id} .selected=${id === this.value} ?disabled=${refusal !== undefined}>
              ${refusal === undefined ? label : `${label}: ${refusal}`}
            </option>`,
        )}
      </select>
      <p class="note" id="note">${chosen?.help ?? ''}</p>
      <p class="note fault" id="fault" role="status" ?hidden=${this.fault === ''}>${this.fault}</p>
    `;
  }

  #choose(event: Event): void {
    this.dispatchEvent(new CustomEvent('ll-choose', { detail: (event.target as HTMLSelectElement).value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-variant': LlVariant;
  }
}
