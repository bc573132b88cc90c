import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { KeptRuns, StudyRecord, StudySpace } from '../../worker/protocol/study.ts';
import { formatBytes } from '../common/format.ts';
import type { Lab } from '../state/lab.ts';
import { base, inputs } from '../styles/shared.ts';

const choices: readonly (readonly [KeptRuns, string])[] = [
  ['everything', 'every checkpoint and picture'],
  ['last-state', 'its last checkpoint and picture, and its curves'],
  ['result', 'nothing but its result'],
];

/** What the runs of a study take up, and the choice of what is kept of those that have ended. */
@customElement('ll-study-storage')
export class LlStudyStorage extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 18px;
        font-size: 0.88rem;
        color: var(--ll-muted);
      }

      label {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 8px;
        max-width: 100%;
      }

      select {
        max-width: 100%;
        color: var(--ll-text);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) record!: StudyRecord;
  @state() private space: StudySpace | undefined;
  #read = '';

  protected override willUpdate(_: PropertyValues): void {
    const { id, done, kept } = this.record;
    const asked = `${id}/${done.length}/${kept}`;
    if (asked === this.#read) return;
    this.#read = asked;
    void this.#readSpace();
  }

  override render(): TemplateResult {
    const { kept } = this.record;
    const { runs = 0, bytes = 0 } = this.space ?? {};
    return html`<span role="status"
        >${
          runs === 0
            ? 'No run takes up room here.'
            : `${runs === 1 ? '1 run takes' : `${runs} runs take`} about ${formatBytes(bytes)} here.`
        }</span
      ><label
        >Once it has ended, keep of a run
        <select @change=${this.#choose}>
          ${choices.map(([value, words]) => html`<option value=${value} .selected=${value === kept}>${words}</option>`)}
        </select></label
      >`;
  }

  async #readSpace(): Promise<void> {
    const answer = await this.lab.service.studySpace(this.record.id);
    if (answer.ok) this.space = answer.value;
  }

  async #choose(event: Event): Promise<void> {
    const select = event.target as HTMLSelectElement;
    const kept = select.value as KeptRuns;
    const { id, done } = this.record;
    const drops = places.indexOf(kept) > places.indexOf(this.record.kept) && done.length > 0;
    const loss =
      kept === 'result' ? 'all that is stored of them but their results' : 'their earlier checkpoints and pictures';
    if (drops && !confirm(`Drop of the ${done.length} runs that have ended ${loss}? This can’t be undone.`)) {
      select.value = this.record.kept;
      return;
    }
    await this.lab.done(this.lab.service.keepStudyRuns(id, kept));
    await this.#readSpace();
  }
}

/** From the most that is kept to the least. */
const places = choices.map(([value]) => value);

declare global {
  interface HTMLElementTagNameMap {
    'll-study-storage': LlStudyStorage;
  }
}
