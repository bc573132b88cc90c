import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Fields, Values } from '../../core/spec/fields.ts';
import { faultOf, shownFields } from '../form/check-field.ts';
import type { FieldChangeEvent } from '../form/field-events.ts';
import '../form/ll-field.ts';
import { base } from '../styles/shared.ts';

/**
 * The settings of a page of the theory, drawn from a table of fields. Values out of range are refused beside their box
 * and leave the page as it was.
 *
 * @fires ll-settings with all values, once one has changed
 */
@customElement('ll-settings')
export class LlSettings extends LitElement {
  static override styles = [
    base,
    css`
      div {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--settings-width, 230px)), 1fr));
        gap: 10px 24px;
        align-items: start;
      }
    `,
  ];

  @property({ attribute: false }) fields!: Fields;
  @property({ attribute: false }) values!: Values;
  @state() private faults: ReadonlyMap<string, string> = new Map();

  override render(): TemplateResult {
    return html`<div @ll-field-change=${this.#change}>
      ${shownFields(this.fields, this.values).map(
        ([name, field]) =>
          html`<ll-field
            .field=${field}
            .value=${this.values[name] ?? field.default}
            .path=${name}
            .fault=${this.faults.get(name) ?? ''}
          ></ll-field>`,
      )}
    </div>`;
  }

  #change(event: FieldChangeEvent): void {
    // These settings are no run's: a form around them must not take them for its own.
    event.stopPropagation();
    const { path, value, message } = event.detail;
    const field = this.fields[path];
    if (!field) return;
    const fault = value === undefined ? (message ?? 'Not a value.') : faultOf(field, value);
    const faults = new Map(this.faults);
    if (fault === undefined) faults.delete(path);
    else faults.set(path, fault);
    this.faults = faults;
    if (fault === undefined && value !== undefined)
      this.dispatchEvent(new CustomEvent<Values>('ll-settings', { detail: { ...this.values, [path]: value } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-settings': LlSettings;
  }
}
