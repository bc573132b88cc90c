import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';
import type { ShownSet } from './shown-set.ts';

/** Deletes an imported set, once it is confirmed by a person who has been told which runs need it. */
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
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.runs]);
  }

  override render(): TemplateResult {
    const { set } = this;
    const uses = (this.lab.runs.value ?? []).filter(({ run }) => run.spec.data['set'] === set.id).length;
    return html`<div class="row">
        <button type="button" class="button danger" @click=${() => this.dialog.showModal()}>
          ${icons.remove} Delete this set
        </button>
      </div>
      <dialog aria-labelledby="question">
        <h2 id="question">Delete “<bdi>${set.title}</bdi>”?</h2>
        <p>
          ${uses === 0 ? 'No run uses it.' : `${uses === 1 ? 'One run uses it and' : `${uses} runs use it and`} can’t go on without it.`}
          The files that it was made of can be imported again.
        </p>
        <div class="row">
          <button type="button" class="button" @click=${() => this.dialog.close()}>Keep it</button>
          <button type="button" class="button danger" @click=${() => void this.#remove(set)}>Delete</button>
        </div>
      </dialog>`;
  }

  async #remove({ id, title }: ShownSet): Promise<void> {
    this.dialog.close();
    if (!(await this.lab.done(this.lab.service.removeDataset(id)))) return;
    this.lab.notices.info(`Deleted “${title}”.`);
    this.lab.go({ screen: 'data' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-set-removal': LlSetRemoval;
  }
}
