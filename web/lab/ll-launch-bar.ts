import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Draft } from '../form/draft.ts';
import { capitalise, formatName } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { WatchController } from '../state/store.ts';
import { launchBar } from '../styles/launch-bar.ts';
import { base, buttons } from '../styles/shared.ts';

/**
 * The bar under a form: what is wrong with it, and the buttons that make a run of it.
 *
 * @fires ll-launch with true to train at once
 * @fires ll-show with the path of the setting to look at
 */
@customElement('ll-launch-bar')
export class LlLaunchBar extends LitElement {
  static override styles = [
    base,
    buttons,
    launchBar,
    css`
      .link {
        padding: 2px 4px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        text-decoration: underline;
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property() noun = 'run';
  @property({ type: Boolean }) busy = false;
  /** Why the last attempt failed. */
  @property() error = '';

  constructor() {
    super();
    new WatchController(this, () => [this.draft.spec, this.draft.faults]);
  }

  override render(): TemplateResult {
    const faults = [...this.draft.faults.value];
    const changed = this.draft.changes.size;
    const [first] = faults;
    const blocked = faults.length > 0 || this.busy;
    return html`<div class="card launch" role="region" aria-label=${`Create the ${this.noun}`}>
      <div class="words" role="status">
        ${
          this.error
            ? html`<p class="fault">${this.error}</p>`
            : first
              ? html`<p class="fault">
                  ${first[0] === '' ? nothing : html`<strong>${capitalise(formatName(first[0].replaceAll('.', ' ')))}</strong>: `}${first[1]}
                  ${faults.length > 1 ? html`<span>(and ${faults.length - 1} more)</span>` : nothing}
                  <button type="button" class="link" @click=${() => this.#show(first[0])}>Show it</button>
                </p>`
              : html`<p class="muted">
                  ${changed === 0 ? 'Nothing changed yet.' : changed === 1 ? '1 setting changed.' : `${changed} settings changed.`}
                </p>`
        }
      </div>
      <div class="row">
        <button type="button" class="button" ?disabled=${blocked} @click=${() => this.#launch(false)}>
          Create ${this.noun}
        </button>
        <button type="button" class="button primary" ?disabled=${blocked} @click=${() => this.#launch(true)}>
          ${icons.play} Create and start
        </button>
      </div>
    </div>`;
  }

  #show(path: string): void {
    this.dispatchEvent(new CustomEvent('ll-show', { detail: path }));
  }

  #launch(train: boolean): void {
    this.dispatchEvent(new CustomEvent('ll-launch', { detail: train }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-launch-bar': LlLaunchBar;
  }
}
