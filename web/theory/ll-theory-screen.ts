import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Lab } from '../state/lab.ts';
import { hashOf, theoryPages } from '../state/route.ts';
import type { TheoryPage } from '../state/route.ts';
import { base } from '../styles/shared.ts';
import './divergence/ll-divergence-page.ts';
import './fit/ll-fit-page.ts';
import './game/ll-game-page.ts';

const titles: Readonly<Record<TheoryPage, string>> = {
  game: 'The game',
  divergence: 'Divergences',
  fit: 'Fitting a mixture',
};

/** The theory made checkable: a page for each of its claims. */
@customElement('ll-theory-screen')
export class LlTheoryScreen extends LitElement {
  static override styles = [
    base,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 24px;
        margin-bottom: 16px;
      }

      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }

      nav a {
        display: grid;
        place-items: center;
        min-height: 36px;
        padding: 0 12px;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius-small);
        color: var(--ll-text);
        font-size: 0.92rem;
        text-decoration: none;
      }

      nav a:hover {
        background: var(--ll-accent-soft);
      }

      nav a[aria-current] {
        border-color: var(--ll-accent);
        background: var(--ll-accent-soft);
        color: var(--ll-accent);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property() page: TheoryPage = 'game';
  /** What the game is to be played with at first. */
  @property() objective: string | undefined;

  override render(): TemplateResult {
    return html`<header>
        <h1>Theory</h1>
        <nav aria-label="Theory">
          ${theoryPages.map(
            (page) =>
              html`<a href=${hashOf({ screen: 'theory', page })} aria-current=${page === this.page ? 'page' : nothing}
                >${titles[page]}</a
              >`,
          )}
        </nav>
      </header>
      ${this.#shown()}`;
  }

  #shown(): TemplateResult {
    switch (this.page) {
      case 'game':
        return html`<ll-game-page .lab=${this.lab} .objective=${this.objective}></ll-game-page>`;
      case 'divergence':
        return html`<ll-divergence-page .lab=${this.lab}></ll-divergence-page>`;
      case 'fit':
        return html`<ll-fit-page .lab=${this.lab}></ll-fit-page>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-theory-screen': LlTheoryScreen;
  }
}
