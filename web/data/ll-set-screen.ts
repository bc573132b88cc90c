import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatBytes } from '../common/format.ts';
import type { Lab } from '../state/lab.ts';
import { base } from '../styles/shared.ts';
import type { ShownSet } from './shown-set.ts';
import { shapeWords } from './shown-set.ts';
import './ll-set-augmentations.ts';
import './ll-set-browser.ts';
import './ll-set-figures.ts';
import './ll-set-removal.ts';

/** One dataset: what it is, its examples and its figures. Imported ones can be deleted. */
@customElement('ll-set-screen')
export class LlSetScreen extends LitElement {
  static override styles = [
    base,
    css`
      .screen,
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }

      @media (min-width: 900px) {
        .columns {
          grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
        }
      }

      section {
        padding: 16px 18px;
        min-width: 0;
      }

      h1,
      .about {
        overflow-wrap: anywhere;
      }

      h2 {
        margin-bottom: 8px;
      }

      .about {
        max-width: 70ch;
        margin-top: 6px;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) set!: ShownSet;

  override render(): TemplateResult {
    const { lab, set } = this;
    const facts = [
      shapeWords(set.shape),
      ...(set.classes.length > 0 ? [`${set.classes.length} classes`] : []),
      ...(set.bytes > 0 ? [formatBytes(set.bytes)] : []),
    ];
    return html`<div class="screen">
      <header>
        <p class="small"><a href="#/data">All sets</a></p>
        <h1><bdi>${set.title}</bdi></h1>
        <p class="about">${set.summary} ${facts.join(', ')}. Licence: ${set.licence}. Source: ${set.source}.</p>
      </header>
      <div class="columns">
        <section class="card" aria-label="Browse">
          <ll-set-browser .lab=${lab} .set=${set}></ll-set-browser>
        </section>
        <section class="card" aria-label="Figures">
          <h2>Figures</h2>
          <ll-set-figures .lab=${lab} .set=${set}></ll-set-figures>
        </section>
      </div>
      <section class="card" aria-label="Augmentations">
        <h2>Augmentations</h2>
        <ll-set-augmentations .lab=${lab} .set=${set}></ll-set-augmentations>
      </section>
      ${set.imported ? html`<ll-set-removal .lab=${lab} .set=${set}></ll-set-removal>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-set-screen': LlSetScreen;
  }
}
