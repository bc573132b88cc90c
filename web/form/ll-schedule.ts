import { LitElement, css, html, nothing, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Schedule, Scheduled, ScheduledField } from '../../core/spec/fields.ts';
import { formatInput } from '../common/format.ts';
import { base, inputs } from '../styles/shared.ts';
import { isSchedule } from './check-field.ts';
import { scheduleAt } from './schedule-value.ts';

const shapes: Readonly<Record<Schedule['schedule'], string>> = {
  linear: 'Linear',
  exponential: 'Geometric',
  cosine: 'Cosine',
};

/**
 * Lets a number change over the run: a switch, then shape, values and steps with a sketch.
 *
 * @fires ll-schedule with the new number or schedule
 */
@customElement('ll-schedule')
export class LlSchedule extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      .switch {
        font-size: 0.82rem;
        color: var(--ll-muted);
      }

      .editor {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 8px;
        padding: 10px;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
      }

      .editor label {
        display: grid;
        gap: 2px;
        font-size: 0.8rem;
        color: var(--ll-muted);
      }

      .editor input,
      .editor select {
        width: 100%;
        color: var(--ll-text);
      }

      svg {
        width: 100%;
        height: 48px;
      }

      path {
        fill: none;
        stroke: var(--ll-accent);
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  @property({ attribute: false }) field!: ScheduledField;
  @property({ attribute: false }) value: Scheduled = 0;
  /** Steps of the run. */
  @property({ type: Number }) steps = 1000;

  override render(): TemplateResult {
    const { value } = this;
    return html`
      <label class="check switch"
        ><input type="checkbox" .checked=${isSchedule(value)} @change=${this.#toggle} />Changes over the run</label
      >
      ${isSchedule(value) ? this.#editor(value) : nothing}
    `;
  }

  #editor(value: Schedule): TemplateResult {
    return html`<div class="editor">
      <label
        >Shape
        <select @change=${(event: Event) => this.#send({ ...value, schedule: shapeOf(event) })}>
          ${Object.entries(shapes).map(
            ([id, label]) => html`<option value=${id} .selected=${id === value.schedule}>${label}</option>`,
          )}
        </select></label
      >
      <svg viewBox="0 0 100 40" preserveAspectRatio="none" aria-hidden="true">${this.#sketch(value)}</svg>
      ${this.#box('From value', value.from, (from) => ({ ...value, from }))}
      ${this.#box('To value', value.to, (to) => ({ ...value, to }))}
      ${this.#box('From step', value.start, (start) => ({ ...value, start }))}
      ${this.#box('To step', value.end, (end) => ({ ...value, end }))}
    </div>`;
  }

  #box(label: string, value: number, change: (value: number) => Schedule): TemplateResult {
    return html`<label
      >${label}
      <input
        type="text"
        inputmode="decimal"
        .value=${formatInput(value)}
        @change=${(event: Event) => this.#send(change(Number((event.target as HTMLInputElement).value)))}
    /></label>`;
  }

  #sketch(value: Schedule): TemplateResult {
    const low = Math.min(value.from, value.to);
    const span = Math.abs(value.to - value.from) || 1;
    const points = Array.from({ length: 51 }, (_, i) => {
      const y = 37 - ((scheduleAt(value, (i / 50) * this.steps) - low) / span) * 34;
      return `${i * 2} ${Number.isFinite(y) ? y.toFixed(1) : 37}`;
    });
    return svg`<path d="M ${points.join(' L ')}"></path>`;
  }

  #toggle(): void {
    const { value } = this;
    if (isSchedule(value)) return this.#send(value.from);
    this.#send({
      schedule: 'linear',
      from: value,
      to: this.field.min > 0 ? value / 10 : 0,
      start: 0,
      end: Math.max(1, this.steps),
    });
  }

  #send(value: Scheduled): void {
    this.dispatchEvent(new CustomEvent('ll-schedule', { detail: value }));
  }
}

function shapeOf(event: Event): Schedule['schedule'] {
  return (event.target as HTMLSelectElement).value as Schedule['schedule'];
}

declare global {
  interface HTMLElementTagNameMap {
    'll-schedule': LlSchedule;
  }
}
