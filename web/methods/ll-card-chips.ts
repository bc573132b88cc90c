import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Catalogue, ObjectiveCard } from '../../core/spec/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { hashOf } from '../state/route.ts';
import { base, buttons } from '../styles/shared.ts';
import { cardKinds, cardsOfSpec, keyOf } from './cards.ts';

/** The cards of what a run uses, each opened over the page, so that a form keeps what was typed. */
@customElement('ll-card-chips')
export class LlCardChips extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .chips {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px;
        font-size: 0.85rem;
      }

      .chips .button {
        min-height: 28px;
        padding: 0 10px;
        border-radius: 14px;
        font-size: 0.82rem;
        white-space: normal;
      }

      dialog {
        width: min(900px, calc(100vw - 24px));
        max-height: calc(100vh - 32px);
        padding: 20px 24px;
        overflow-y: auto;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius);
        background: var(--ll-raised);
        color: var(--ll-text);
        box-shadow: var(--ll-shadow);
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }

      dialog .row {
        justify-content: flex-end;
        margin-top: 16px;
      }

      @media (max-width: 520px) {
        dialog {
          padding: 14px;
        }
      }
    `,
  ];

  @property({ attribute: false }) spec!: RunSpec;
  @property({ attribute: false }) catalogue!: Catalogue;
  /** The card that was opened last. */
  @state() private shown: ObjectiveCard | undefined;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override render(): TemplateResult | typeof nothing {
    const cards = cardsOfSpec(this.spec, this.catalogue);
    if (cards.length === 0) return nothing;
    return html`<div class="chips" role="group" aria-label="Explained">
        <span class="muted">Explained:</span>
        ${cards.map(
          (card) =>
            html`<button
              type="button"
              class="button"
              aria-haspopup="dialog"
              title=${`${cardKinds[card.kind][0]}: how it works, and when it fails`}
              @click=${() => this.#show(card)}
            >
              ${card.label}
            </button>`,
        )}
      </div>
      <dialog aria-label=${this.shown?.label ?? 'Card'} @click=${this.#followed}>
        ${this.shown ? html`<ll-method-card .card=${this.shown}></ll-method-card>` : nothing}
        <div class="row">
          ${
            this.shown
              ? html`<a
                  class="button quiet"
                  href=${hashOf({ screen: 'methods', card: keyOf(this.shown, this.catalogue.objectives) })}
                  >All methods</a
                >`
              : nothing
          }
          <button type="button" class="button" @click=${() => this.dialog.close()}>Close</button>
        </div>
      </dialog>`;
  }

  /** A link within the app leads away from what the dialog lies over. */
  #followed(event: Event): void {
    const followed = event
      .composedPath()
      .some((element) => element instanceof HTMLAnchorElement && element.getAttribute('href')?.startsWith('#'));
    if (followed) this.dialog.close();
  }

  async #show(card: ObjectiveCard): Promise<void> {
    this.shown = card;
    await this.updateComplete;
    this.dialog.showModal();
    await import('./ll-method-card.ts');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-card-chips': LlCardChips;
  }
}
