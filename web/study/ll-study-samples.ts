import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { OpenStudy } from '../../worker/protocol/study.ts';
import { base, inputs } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';

/** Samples of every arm side by side, from the latents of one seed. */
@customElement('ll-study-samples')
export class LlStudySamples extends LitElement {
  static override styles = [
    base,
    inputs,
    swatches,
    css`
      label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        margin-bottom: 10px;
        font-size: 0.86rem;
        color: var(--ll-muted);
      }

      select {
        min-height: 32px;
        color: var(--ll-text);
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 190px), 1fr));
        gap: 12px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      figure {
        margin: 0;
      }

      figcaption {
        margin-bottom: 4px;
        font-size: 0.88rem;
        overflow-wrap: anywhere;
      }

      .swatch {
        margin-right: 6px;
      }

      img,
      .none {
        display: block;
        width: 100%;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
      }

      img {
        height: auto;
        image-rendering: pixelated;
      }

      .none {
        display: grid;
        place-items: center;
        aspect-ratio: 1;
        color: var(--ll-muted);
        font-size: 0.86rem;
      }
    `,
  ];

  @property({ attribute: false }) opened!: OpenStudy;
  @state() private seed: number | undefined;

  override render(): TemplateResult {
    const { record, arms, results } = this.opened;
    const seeds = record.study.seeds.filter((seed) => results.some((result) => result.seed === seed && result.samples));
    if (seeds.length === 0) return html`<p class="muted small">Samples appear here once a run has ended.</p>`;
    const shown = this.seed !== undefined && seeds.includes(this.seed) ? this.seed : seeds[0]!;
    return html`<label
        >Seed
        <select @change=${(event: Event) => (this.seed = Number((event.target as HTMLSelectElement).value))}>
          ${seeds.map((seed) => html`<option value=${seed} .selected=${seed === shown}>${seed}</option>`)}
        </select></label
      >
      <ul>
        ${arms
          .filter(({ refused }) => refused === undefined)
          .map(({ index, label }) => {
            const result = results.find(({ key }) => key === `${index}-${shown}`);
            return html`<li class=${seriesClass(index)}>
              <figure>
                <figcaption><span class="swatch"></span>${label}</figcaption>
                ${
                  result?.samples
                    ? html`<img
                        src=${`data:image/png;base64,${result.samples.png}`}
                        width=${result.samples.width}
                        height=${result.samples.height}
                        alt=${`Samples of ${label}, seed ${shown}, at step ${result.step}`}
                      />`
                    : html`<div class="none">${result ? 'no samples' : 'not yet'}</div>`
                }
              </figure>
            </li>`;
          })}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-study-samples': LlStudySamples;
  }
}
