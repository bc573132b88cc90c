import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ChoiceField, Field, FieldValue, FlagField, NumberField, ScheduledField } from '../../core/spec/fields.ts';
import { formatInput } from '../common/format.ts';
import { base, inputs } from '../styles/shared.ts';
import { isSchedule } from './check-field.ts';
import { FieldChangeEvent } from './field-events.ts';
import { settingStyles } from './setting-styles.ts';
import { fromSlider, hasSlider, sliderSteps, toSlider } from './slider.ts';
import './ll-help.ts';
import './ll-points-editor.ts';
import './ll-schedule.ts';

/** Up to this many choices are shown at once instead of in a menu. */
const mostSegments = 3;

/**
 * One setting, drawn from its declaration: a slider with a box, a menu, a switch or a schedule, with its help and
 * whatever is wrong with its value beside it.
 *
 * @fires ll-field-change
 */
@customElement('ll-field')
export class LlField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    base,
    inputs,
    settingStyles,
    css`
      :host {
        min-width: 0;
      }

      :host([changed]) {
        box-shadow: -3px 0 0 0 var(--ll-accent);
        padding-left: 8px;
        margin-left: -8px;
      }

      .pair {
        display: grid;
        grid-template-columns: 1fr 6.5rem;
        gap: 10px;
        align-items: center;
      }

      .pair.alone {
        grid-template-columns: 1fr;
      }

      input[type='text'] {
        width: 100%;
        font-variant-numeric: tabular-nums;
      }

      .segments {
        display: flex;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius-small);
        overflow: hidden;
      }

      .segments label {
        flex: 1;
        display: grid;
        place-items: center;
        min-height: 34px;
        padding: 4px 8px;
        border-right: 1px solid var(--ll-line);
        font-size: 0.88rem;
        line-height: 1.2;
        text-align: center;
        cursor: pointer;
        background: var(--ll-surface);
      }

      .segments label:last-child {
        border-right: 0;
      }

      .segments label:has(:checked) {
        background: var(--ll-accent-soft);
        color: var(--ll-text);
        font-weight: 600;
        box-shadow: inset 0 -2px 0 var(--ll-accent);
      }

      .segments label:has(:focus-visible) {
        outline: var(--ll-focus);
        outline-offset: -3px;
      }

      .segments input {
        position: absolute;
        opacity: 0;
        pointer-events: none;
      }

      .note {
        margin-top: 3px;
        font-size: 0.82rem;
        line-height: 1.35;
        color: var(--ll-muted);
      }

      .fault {
        margin-top: 3px;
        font-size: 0.85rem;
        line-height: 1.35;
        color: var(--ll-danger);
      }
    `,
  ];

  @property({ attribute: false }) field!: Field;
  @property({ attribute: false }) value!: FieldValue;
  /** Dotted path of the setting in the spec. */
  @property() path = '';
  /** What is wrong with the value. */
  @property() fault = '';
  /** What the value was where editing started, when it has been changed. */
  @property() original = '';
  @property({ type: Boolean, reflect: true }) changed = false;
  /** Steps of the run, where schedules end by default. */
  @property({ type: Number }) steps = 1000;

  override render(): TemplateResult {
    const { field } = this;
    return html`
      <div class="head">
        ${
          field.kind === 'flag'
            ? nothing
            : html`<label for=${field.kind === 'choice' && this.#segmented(field) ? nothing : 'input'} id="label"
                >${field.label}</label
              >`
        }
        ${field.kind === 'flag' ? this.#flag(field) : nothing}
        <ll-help .subject=${field.label} .text=${field.help}></ll-help>
        ${this.changed ? html`<span class="changed">${this.original === '' ? 'changed' : `was ${this.original}`}</span>` : nothing}
      </div>
      ${this.#control(field)}
      <p class="visually-hidden" id="help">${field.help}</p>
      <p class="fault" id="fault" role="status" ?hidden=${this.fault === ''}>${this.fault}</p>
    `;
  }

  #control(field: Field): TemplateResult | typeof nothing {
    switch (field.kind) {
      case 'number':
        return this.#number(field, Number(this.value), field.integer);
      case 'scheduled':
        return this.#scheduled(field);
      case 'choice':
        return this.#choice(field);
      case 'points':
        return html`<ll-points-editor
          .field=${field}
          .label=${field.label}
          .value=${typeof this.value === 'string' ? this.value : ''}
          @ll-points=${(event: CustomEvent<string>) => this.#send(event.detail)}
        ></ll-points-editor>`;
      case 'flag':
      case 'text':
        return nothing;
    }
  }

  #number(field: NumberField | ScheduledField, value: number, integer: boolean): TemplateResult {
    const range = { ...field, integer };
    const slider = hasSlider(field);
    return html`<div class="pair ${slider ? '' : 'alone'}">
      ${
        slider
          ? html`<input
              type="range"
              min="0"
              max=${sliderSteps}
              tabindex="-1"
              aria-hidden="true"
              .value=${live(String(toSlider(value, range)))}
              @input=${(event: InputEvent) => this.#send(fromSlider((event.target as HTMLInputElement).valueAsNumber, range))}
            />`
          : nothing
      }
      <input
        id="input"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="help fault"
        aria-invalid=${this.fault !== ''}
        .value=${formatInput(value)}
        @change=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}
        @keydown=${(event: KeyboardEvent) => this.#nudge(event, range, value)}
      />
    </div>`;
  }

  #scheduled(field: ScheduledField): TemplateResult {
    const { value } = this;
    return html`
      ${isSchedule(value) ? nothing : this.#number(field, Number(value), false)}
      <ll-schedule
        .field=${field}
        .value=${isSchedule(value) ? value : Number(value)}
        .steps=${this.steps}
        @ll-schedule=${(event: CustomEvent<FieldValue>) => this.#send(event.detail)}
      ></ll-schedule>
    `;
  }

  #segmented(field: ChoiceField): boolean {
    const labels = Object.values(field.choices).map(({ label }) => label);
    return labels.length <= mostSegments && labels.join('').length <= 34;
  }

  #choice(field: ChoiceField): TemplateResult {
    const chosen = typeof this.value === 'string' ? field.choices[this.value] : undefined;
    const note = html`<p class="note" id="note">${chosen?.help ?? ''}</p>`;
    if (!this.#segmented(field)) {
      return html`<select
          id="input"
          aria-describedby="help note fault"
          aria-invalid=${this.fault !== ''}
          @change=${(event: Event) => this.#send((event.target as HTMLSelectElement).value)}
        >
          ${Object.entries(field.choices).map(
            ([id, { label }]) => html`<option value=${id} .selected=${id === this.value}>${label}</option>`,
          )}
        </select>
        ${note}`;
    }
    return html`<div class="segments" role="radiogroup" aria-labelledby="label" aria-describedby="help note fault">
        ${Object.entries(field.choices).map(
          ([id, { label }]) =>
            html`<label
              ><input
                type="radio"
                name="choice"
                value=${id}
                .checked=${live(id === this.value)}
                @change=${() => this.#send(id)}
              />${label}</label
            >`,
        )}
      </div>
      ${note}`;
  }

  #flag(field: FlagField): TemplateResult {
    return html`<label class="check"
      ><input
        type="checkbox"
        .checked=${live(this.value === true)}
        aria-describedby="help fault"
        @change=${(event: Event) => this.#send((event.target as HTMLInputElement).checked)}
      />${field.label}</label
    >`;
  }

  /** Arrow keys move the box as they would its slider. */
  #nudge(event: KeyboardEvent, range: Parameters<typeof toSlider>[1], value: number): void {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    if (range.integer && range.max - range.min > sliderSteps && range.scale === 'linear') {
      return this.#send(Math.min(range.max, Math.max(range.min, value + direction)));
    }
    for (let at = toSlider(value, range) + direction; at >= 0 && at <= sliderSteps; at += direction) {
      const next = fromSlider(at, range);
      if (next !== value) return this.#send(next);
    }
  }

  #type(text: string): void {
    const value = text.trim() === '' ? NaN : Number(text.replace(',', '.'));
    if (Number.isNaN(value)) {
      this.dispatchEvent(new FieldChangeEvent({ path: this.path, message: `“${text}” is not a number.` }));
    } else this.#send(value);
  }

  #send(value: FieldValue): void {
    this.dispatchEvent(new FieldChangeEvent({ path: this.path, value }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-field': LlField;
  }
}
