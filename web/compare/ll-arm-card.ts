import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { pictureCard } from '../styles/picture-card.ts';
import { base } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import type { Compared } from './compared.ts';

/** An arm of a study, or one run of it: samples. */
@customElement('ll-arm-card')
export class LlArmCard extends LitElement {
  static override styles = [
    base,
    swatches,
    pictureCard,
    css`
      img {
        display: block;
        width: 100%;
        height: auto;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
        image-rendering: pixelated;
      }

      .small {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) arm!: Compared;
  /** Place among what is compared, which is its colour. */
  @property({ type: Number }) place = 0;

  override render(): TemplateResult {
    const { label, href, samples, seeds } = this.arm;
    return html`<article class="card">
      <header class=${seriesClass(this.place)}>
        <span class="swatch"></span>
        <h2><a href=${href}>${label}</a></h2>
      </header>
      ${
        samples
          ? html`<img
              src=${`data:image/png;base64,${samples.png}`}
              width=${samples.width}
              height=${samples.height}
              alt=${`Samples of one run of ${label}`}
            />`
          : html`<p class="empty">No picture yet</p>`
      }
      <p class="small muted">
        ${seeds === undefined ? 'A run of a study' : `An arm of a study, ${seeds === 1 ? '1 seed' : `${seeds} seeds`}`}
      </p>
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-arm-card': LlArmCard;
  }
}
