import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { OpenStudy } from '../../worker/protocol/study.ts';
import type { Lab } from '../state/lab.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import { roomForSeeds, withMoreSeeds } from './more-seeds.ts';

/** Makes a study of a study: the same with further seeds, which begins with the results that are there. */
@customElement('ll-add-seeds')
export class LlAddSeeds extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: 8px 14px;
      }

      label {
        display: grid;
        gap: 3px;
        font-size: 0.9rem;
      }

      input {
        width: 7rem;
      }

      p {
        max-width: 68ch;
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) opened!: OpenStudy;
  @state() private count = 5;
  @state() private busy = false;

  override render(): TemplateResult {
    const { study } = this.opened.record;
    const most = roomForSeeds(study);
    if (most < 1) return html`<p class="small muted">This study has as many seeds as a study can have.</p>`;
    const count = Math.max(1, Math.min(most, Math.round(this.count)));
    const { length: arms } = this.opened.arms.filter(({ refused }) => refused === undefined);
    return html`<form
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#create(count);
      }}
    >
      <div class="row">
        <label
          >Further seeds
          <input
            type="number"
            min="1"
            max=${most}
            required
            .value=${String(count)}
            @change=${(event: Event) => this.#count((event.target as HTMLInputElement).valueAsNumber)}
        /></label>
        <button class="button primary" ?disabled=${this.busy}>Create and start: ${count * arms} more runs</button>
      </div>
      <p class="small muted">
        A new study, which begins with the results of this one. Settle how many seeds there are to be before you look:
        adding them until p is small finds differences that are not there.
      </p>
    </form>`;
  }

  #count(value: number): void {
    if (Number.isFinite(value)) this.count = value;
  }

  async #create(count: number): Promise<void> {
    const { service } = this.lab;
    const { record, results } = this.opened;
    this.busy = true;
    const made = await this.lab.attempt(service.createStudy(withMoreSeeds(record.study, count)));
    const filled = made && (await this.lab.done(service.importResults(made.id, results)));
    this.busy = false;
    if (!made) return;
    this.lab.go({ screen: 'study', studyId: made.id });
    if (filled) await this.lab.done(service.startStudy(made.id));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-add-seeds': LlAddSeeds;
  }
}
