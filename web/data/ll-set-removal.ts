import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { StudySpec } from '../../core/spec/study-spec.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';
import type { ShownSet } from './shown-set.ts';

/** Deletes an imported set, once it is confirmed by a person who has been told what needs it. */
@customElement('ll-set-removal')
export class LlSetRemoval extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      dialog {
        width: min(420px, calc(100vw - 32px));
        padding: 20px 22px;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius);
        background: var(--ll-raised);
        color: var(--ll-text);
        overflow-wrap: anywhere;
      }

      h2 {
        margin-bottom: 8px;
      }

      dialog .row {
        margin-top: 16px;
        justify-content: flex-end;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) set!: ShownSet;
  /** Studies that use the set; undefined until the store has told. */
  @state() private studies: number | undefined;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.runs]);
  }

  override render(): TemplateResult {
    const { set } = this;
    const runs = (this.lab.runs.value ?? []).filter(({ run }) => run.spec.data['set'] === set.id).length;
    const users = [
      runs === 0 ? [] : runs === 1 ? 'a run' : `${runs} runs`,
      !this.studies ? [] : this.studies === 1 ? 'a study' : `${this.studies} studies`,
    ].flat();
    return html`<div class="row">
        <button type="button" class="button danger" @click=${() => void this.#ask()}>
          ${icons.remove} Delete this set
        </button>
      </div>
      <dialog aria-labelledby="question">
        <h2 id="question">Delete “<bdi>${set.title}</bdi>”?</h2>
        <p>
          ${this.studies === undefined ? 'Looking for what uses it…' : users.length === 0 ? 'Nothing uses it.' : `Used by ${users.join(' and ')}, which can’t go on without it.`}
          The files that it was made of can be imported again.
        </p>
        <div class="row">
          <button type="button" class="button" @click=${() => this.dialog.close()}>Keep it</button>
          <button type="button" class="button danger" @click=${() => void this.#remove(set)}>Delete</button>
        </div>
      </dialog>`;
  }

  async #ask(): Promise<void> {
    this.dialog.showModal();
    const answer = await this.lab.service.studies();
    this.studies = answer.ok ? answer.value.filter(({ record }) => usesSet(record.study, this.set.id)).length : 0;
  }

  async #remove({ id, title }: ShownSet): Promise<void> {
    this.dialog.close();
    if (!(await this.lab.done(this.lab.service.removeDataset(id)))) return;
    this.lab.notices.info(`Deleted “${title}”.`);
    this.lab.go({ screen: 'data' });
  }
}

/** Whether a study trains on a set, in any of its arms. */
const usesSet = ({ base, axes }: StudySpec, set: string): boolean =>
  base.data['set'] === set || axes.some(({ variants }) => variants.some((variant) => variant.set['data.set'] === set));

declare global {
  interface HTMLElementTagNameMap {
    'll-set-removal': LlSetRemoval;
  }
}
