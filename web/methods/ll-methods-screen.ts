import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ObjectiveCard } from '../../core/spec/catalogue.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import { cardKinds, cardOf, keyOf, matches } from './cards.ts';
import type { CardKind } from './cards.ts';
import './ll-method-card.ts';

/** Every card: a list to search on one side, the chosen card on the other; on a phone one after the other. */
@customElement('ll-methods-screen')
export class LlMethodsScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      header p {
        margin: 6px 0 16px;
        max-width: 68ch;
        color: var(--ll-muted);
      }

      .columns {
        display: grid;
        grid-template-columns: minmax(250px, 310px) minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }

      .list {
        position: sticky;
        top: calc(var(--header-height, 0px) + 14px);
        display: flex;
        flex-direction: column;
        max-height: calc(100vh - var(--header-height, 0px) - 28px);
        padding: 12px 0 0;
      }

      .tools {
        display: grid;
        gap: 8px;
        padding: 0 12px 10px;
        border-bottom: 1px solid var(--ll-line);
      }

      .kinds {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }

      .kinds .button {
        min-height: 28px;
        padding: 0 9px;
        font-size: 0.82rem;
      }

      .kinds [aria-pressed='true'] {
        background: var(--ll-accent-soft);
        border-color: var(--ll-accent);
        font-weight: 600;
      }

      nav {
        overflow-y: auto;
        padding: 4px 8px 10px;
      }

      h2 {
        padding: 10px 8px 2px;
        font: 600 0.8rem/1.4 var(--ll-sans);
        color: var(--ll-muted);
      }

      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li a {
        display: block;
        padding: 5px 8px;
        border-radius: var(--ll-radius-small);
        color: var(--ll-text);
        font-size: 0.92rem;
        text-decoration: none;
      }

      li a:hover {
        background: var(--ll-accent-soft);
      }

      li a[aria-current] {
        background: var(--ll-accent-soft);
        color: var(--ll-accent);
        font-weight: 600;
      }

      .none {
        padding: 12px 8px;
        color: var(--ll-muted);
        font-size: 0.9rem;
      }

      ll-method-card {
        padding: 18px 22px 20px;
      }

      .back {
        display: none;
        margin-bottom: 10px;
      }

      @media (max-width: 820px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }

        .list {
          position: static;
          max-height: none;
        }

        .columns.chosen .list,
        .columns:not(.chosen) .shown,
        header.chosen {
          display: none;
        }

        .back {
          display: inline-flex;
        }

        li a {
          padding: 9px 8px;
        }

        ll-method-card {
          padding: 14px;
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  /** Key of the card of the address; empty for none. */
  @property() card = '';
  @state() private search = '';
  @state() private kind: CardKind | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue]);
  }

  override render(): TemplateResult {
    const cards = this.lab.catalogue.value?.objectives;
    if (!cards) return html`<p class="muted" role="status">Reading the cards…</p>`;
    const asked = cardOf(this.card, cards);
    const found = cards.filter((card) => (!this.kind || card.kind === this.kind) && matches(card, this.search));
    const chosen = this.card === '' ? undefined : 'chosen';
    const card = asked ?? (this.card === '' ? (found[0] ?? cards[0]) : undefined);
    return html`<header class=${chosen ?? ''}>
        <h1>Methods</h1>
        <p>
          Every objective, regulariser, update rule and method of the lab: what it does, when it fails, and a run that
          shows it.
        </p>
      </header>
      <div class="columns ${chosen ?? ''}">
        <div class="card list">
          ${this.#tools(cards)}
          <nav aria-label="Cards">${this.#groups(found, cards, card)}</nav>
        </div>
        <div class="shown">
          <a class="button quiet back" href="#/methods">${icons.back} All methods</a>
          ${
            card
              ? html`<ll-method-card class="card" .card=${card}></ll-method-card>`
              : html`<p role="alert">There is no card called “${this.card}”. <a href="#/methods">All methods</a></p>`
          }
        </div>
      </div>`;
  }

  protected override updated(changed: PropertyValues): void {
    // The card of a followed link is read from its top.
    if (changed.get('card') === undefined) return;
    const top = this.renderRoot.querySelector('.shown')?.getBoundingClientRect().top ?? 0;
    if (top < 0) window.scrollTo(0, 0);
  }

  #tools(cards: readonly ObjectiveCard[]): TemplateResult {
    const kinds = (Object.keys(cardKinds) as CardKind[]).filter((kind) => cards.some((card) => card.kind === kind));
    const toggle = (kind: CardKind | undefined, label: string): TemplateResult =>
      html`<button type="button" class="button" aria-pressed=${this.kind === kind} @click=${() => (this.kind = kind)}>
        ${label}
      </button>`;
    return html`<div class="tools">
      <input
        type="search"
        aria-label="Search the cards"
        placeholder="Search"
        .value=${this.search}
        @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
      />
      <div class="kinds" role="group" aria-label="Kind">
        ${toggle(undefined, 'All')} ${kinds.map((kind) => toggle(kind, cardKinds[kind][1]))}
      </div>
    </div>`;
  }

  #groups(
    found: readonly ObjectiveCard[],
    cards: readonly ObjectiveCard[],
    shown: ObjectiveCard | undefined,
  ): TemplateResult {
    return html`<p class="visually-hidden" role="status">${found.length} cards</p>
      ${found.length === 0 ? html`<p class="none">No card has all of these words.</p>` : nothing}
      ${(Object.keys(cardKinds) as CardKind[]).map((kind) => {
        const group = found.filter((card) => card.kind === kind);
        if (group.length === 0) return nothing;
        return html`<h2>${cardKinds[kind][1]}</h2>
          <ul>
            ${group.map(
              (card) =>
                html`<li>
                  <a
                    href=${hashOf({ screen: 'methods', card: keyOf(card, cards) })}
                    aria-current=${card === shown ? 'true' : nothing}
                    >${card.label}</a
                  >
                </li>`,
            )}
          </ul>`;
      })}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-methods-screen': LlMethodsScreen;
  }
}
