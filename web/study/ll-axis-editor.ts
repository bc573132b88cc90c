import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icons } from '../common/icons.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import type { AxisForm, VariantForm } from './study-form.ts';

/**
 * One thing that a study varies: its variants, each with a name and the settings that it changes.
 *
 * @fires ll-axis with the changed axis, or undefined to take it away
 */
@customElement('ll-axis-editor')
export class LlAxisEditor extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 12px 14px;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius);
        background: var(--ll-surface);
      }

      .head {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-bottom: 8px;
      }

      .head input {
        flex: 1;
        font-weight: 600;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 290px), 1fr));
        gap: 10px;
        margin: 0 0 10px;
        padding: 0;
        list-style: none;
      }

      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-content: start;
        gap: 4px;
        padding: 8px;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
      }

      textarea {
        grid-column: 1 / -1;
        width: 100%;
        min-height: 34px;
        padding: 6px 8px;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius-small);
        background: var(--ll-surface);
        font: 0.84rem/1.4 var(--ll-mono);
        resize: vertical;
      }
    `,
  ];

  @property({ attribute: false }) axis!: AxisForm;

  override render(): TemplateResult {
    const { label, variants } = this.axis;
    return html`<fieldset>
      <legend class="visually-hidden">${label}</legend>
      <div class="head">
        <input
          type="text"
          maxlength="60"
          aria-label="What is varied"
          .value=${label}
          @change=${(event: Event) => this.#send({ ...this.axis, label: valueOf(event) })}
        />
        <button
          type="button"
          class="button icon quiet danger"
          aria-label=${`Do not vary ${label}`}
          title="Do not vary this"
          @click=${() => this.#send(undefined)}
        >
          ${icons.remove}
        </button>
      </div>
      <ul aria-label=${`Variants of ${label}`}>
        ${variants.map((variant, i) => this.#variant(variant, i))}
      </ul>
      <button type="button" class="button" @click=${() => this.#add()}>Add a variant</button>
    </fieldset>`;
  }

  #variant(variant: VariantForm, i: number): TemplateResult {
    const name = variant.label || `variant ${i + 1}`;
    const lines = variant.settings.split('\n').length;
    return html`<li>
      <input
        type="text"
        maxlength="60"
        aria-label=${`Name of ${name}`}
        .value=${variant.label}
        @change=${(event: Event) => this.#set(i, { ...variant, label: valueOf(event) })}
      />
      <button
        type="button"
        class="button icon quiet"
        aria-label=${`Leave out ${name}`}
        title="Leave out"
        ?disabled=${this.axis.variants.length < 2}
        @click=${() => this.#set(i, undefined)}
      >
        ${icons.close}
      </button>
      <textarea
        rows=${Math.min(6, lines)}
        spellcheck="false"
        aria-label=${`Settings of ${name}`}
        placeholder="as the base"
        .value=${variant.settings}
        @change=${(event: Event) => this.#set(i, { ...variant, settings: valueOf(event) })}
      ></textarea>
    </li>`;
  }

  #add(): void {
    const { variants } = this.axis;
    const last = variants.at(-1);
    this.#send({
      ...this.axis,
      variants: [...variants, { label: `variant ${variants.length + 1}`, settings: last?.settings ?? '' }],
    });
  }

  /** Replaces a variant, or leaves it out. */
  #set(i: number, variant: VariantForm | undefined): void {
    const variants = this.axis.variants.flatMap((present, j) => (j === i ? (variant ?? []) : present));
    this.#send({ ...this.axis, variants });
  }

  #send(axis: AxisForm | undefined): void {
    this.dispatchEvent(new CustomEvent<AxisForm | undefined>('ll-axis', { detail: axis }));
  }
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement | HTMLTextAreaElement).value;

declare global {
  interface HTMLElementTagNameMap {
    'll-axis-editor': LlAxisEditor;
  }
}
