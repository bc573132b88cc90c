import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { base, inputs } from '../styles/shared.ts';
import { axisOf, studyFields } from './study-fields.ts';
import { StudyFormEvent } from './study-form-events.ts';
import { studyFormStyles } from './study-form-styles.ts';
import type { AxisForm, StudyForm } from './study-form.ts';
import './ll-axis-editor.ts';

/**
 * What a study varies: its axes, and a list of the settings that could be another.
 *
 * @fires ll-study-form
 */
@customElement('ll-study-axes')
export class LlStudyAxes extends LitElement {
  static override styles = [
    base,
    inputs,
    studyFormStyles,
    css`
      .axes {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
        margin-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) form!: StudyForm;
  /** What every run shares. */
  @property({ attribute: false }) spec!: RunSpec;
  @property({ attribute: false }) catalogue!: Catalogue;

  override render(): TemplateResult {
    const { axes } = this.form;
    const fields = studyFields(this.spec, this.catalogue);
    const groups = [...new Set(fields.map(({ group }) => group))];
    const add = (event: Event): void => {
      const select = event.target as HTMLSelectElement;
      const field = fields.find(({ path }) => path === select.value);
      select.value = '';
      if (field) this.#send([...axes, axisOf(field)]);
    };
    return html`<section class="card part" aria-label="What is varied">
      <h2>What is varied</h2>
      <p class="small muted">
        Every combination of one variant of each becomes an arm. A variant may change several settings at once: an
        objective with its regulariser, one line each.
      </p>
      <div class="axes">
        ${axes.map(
          (axis, i) =>
            html`<ll-axis-editor
              .axis=${axis}
              @ll-axis=${(event: CustomEvent<AxisForm | undefined>) => this.#set(i, event.detail)}
            ></ll-axis-editor>`,
        )}
        <label class="field"
          >Vary a setting
          <select @change=${add}>
            <option value="" selected>Choose one…</option>
            ${groups.map(
              (group) =>
                html`<optgroup label=${group}>
                  ${fields
                    .filter((field) => field.group === group)
                    .map(({ path, label }) => html`<option value=${path}>${label}</option>`)}
                </optgroup>`,
            )}
          </select></label
        >
      </div>
    </section>`;
  }

  /** Replaces an axis, or takes it away. */
  #set(i: number, axis: AxisForm | undefined): void {
    this.#send(this.form.axes.flatMap((present, j) => (j === i ? (axis ?? []) : present)));
  }

  #send(axes: readonly AxisForm[]): void {
    this.dispatchEvent(new StudyFormEvent({ axes }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-axes': LlStudyAxes;
  }
}
