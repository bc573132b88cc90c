import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ImagesFrame } from '../../worker/protocol/records.ts';
import { base, buttons } from '../styles/shared.ts';
import './ll-image-grid.ts';

type Tab = 'samples' | 'reconstructions' | 'plane';

const tabNames: Readonly<Record<Tab, string>> = {
  samples: 'Samples',
  reconstructions: 'Reconstructions',
  plane: 'Latent plane',
};
/** Pairs of original and reconstruction in a row. */
const pairsPerRow = 4;

/** A run on images: samples from latents that never change, reconstructions, a plane of latents. */
@customElement('ll-images-view')
export class LlImagesView extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .tabs {
        display: flex;
        gap: 4px;
        margin-bottom: 8px;
        border-bottom: 1px solid var(--ll-line);
      }

      [role='tab'] {
        min-height: 34px;
        padding: 0 10px;
        border: 0;
        border-bottom: 2px solid transparent;
        background: none;
        color: var(--ll-muted);
        font: inherit;
        font-size: 0.9rem;
        cursor: pointer;
      }

      [role='tab'][aria-selected='true'] {
        color: var(--ll-text);
        border-color: var(--ll-accent);
      }

      .note {
        margin-top: 6px;
        font-size: 0.85rem;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) frame!: ImagesFrame;
  /** The latent plane, where there is one, says most: it is shown first. */
  @state() private chosen: Tab = 'plane';

  override render(): TemplateResult {
    const { frame } = this;
    const tabs = (Object.keys(tabNames) as Tab[]).filter((tab) => tab === 'samples' || frame[tab] !== undefined);
    const tab = tabs.includes(this.chosen) ? this.chosen : 'samples';
    return html`
      ${
        tabs.length > 1
          ? html`<div
              class="tabs"
              role="tablist"
              aria-label="Pictures"
              @keydown=${(event: KeyboardEvent) => this.#move(event, tabs, tab)}
            >
              ${tabs.map(
                (name) =>
                  html`<button
                    type="button"
                    role="tab"
                    id=${name}
                    aria-selected=${name === tab}
                    aria-controls="panel"
                    tabindex=${name === tab ? 0 : -1}
                    @click=${() => (this.chosen = name)}
                  >
                    ${tabNames[name]}
                  </button>`,
              )}
            </div>`
          : nothing
      }
      <div id="panel" role=${tabs.length > 1 ? 'tabpanel' : 'group'} aria-label=${tabNames[tab]}>
        ${this.#panel(tab)}
      </div>
    `;
  }

  #panel(tab: Tab): TemplateResult {
    const { frame } = this;
    const { height, width, channels, step } = frame;
    const stack = (pixels: Uint8Array) => ({ height, width, channels, pixels });
    if (tab === 'plane' && frame.plane) {
      const { side, images } = frame.plane;
      return html`<ll-image-grid
          .stack=${stack(images)}
          .columns=${side}
          .label=${`Decodings of a ${side} by ${side} grid over the latent plane at step ${step}`}
        ></ll-image-grid>
        <p class="note">
          Each place is a point of the 2-D latent space; its picture is what the decoder makes of it.
        </p>`;
    }
    if (tab === 'reconstructions' && frame.reconstructions) {
      const { pixels, order } = pairUp(frame.reconstructions, height * width * channels);
      return html`<ll-image-grid
          .stack=${stack(pixels)}
          .columns=${pairsPerRow * 2}
          .order=${order}
          .label=${`${order.length / 2} held-out originals, each with its reconstruction to the right, at step ${step}`}
        ></ll-image-grid>
        <p class="note">In pairs: a held-out original on the left, its reconstruction on the right.</p>`;
    }
    return html`<ll-image-grid
      .stack=${stack(frame.samples)}
      .label=${`Samples from fixed latents at step ${step}`}
    ></ll-image-grid>`;
  }

  #move(event: KeyboardEvent, tabs: readonly Tab[], tab: Tab): void {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    if (by === 0 || !next) return;
    event.preventDefault();
    this.chosen = next;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${next}`)?.focus());
  }
}

/** One stack of originals and outputs, with the order that puts each pair side by side. */
function pairUp(
  { originals, outputs }: { readonly originals: Uint8Array; readonly outputs: Uint8Array },
  size: number,
): { pixels: Uint8Array; order: readonly number[] } {
  const pixels = new Uint8Array(originals.length + outputs.length);
  pixels.set(originals);
  pixels.set(outputs, originals.length);
  const count = Math.floor(originals.length / size);
  return { pixels, order: Array.from({ length: count }, (_, i) => [i, count + i]).flat() };
}

declare global {
  interface HTMLElementTagNameMap {
    'll-images-view': LlImagesView;
  }
}
