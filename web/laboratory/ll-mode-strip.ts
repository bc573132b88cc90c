import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { formatCount } from '../common/format.ts';
import { tokenColour, toRgb } from '../plots/colours.ts';
import { PaintController } from '../plots/paint-controller.ts';
import { scratch } from '../plots/scratch.ts';
import { base } from '../styles/shared.ts';
import { mostColumns } from './mode-history.ts';
import type { ModeColumn } from './mode-history.ts';

/**
 * Which modes the samples lay on in the course of the run: time from left to right, one row a mode. A generator that
 * collapses and wanders from mode to mode draws stairs.
 */
@customElement('ll-mode-strip')
export class LlModeStrip extends LitElement {
  static override styles = [
    base,
    css`
      canvas {
        display: block;
        width: 100%;
        height: 120px;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
        image-rendering: pixelated;
      }

      .scale {
        display: flex;
        justify-content: space-between;
        margin-top: 3px;
        font-size: 0.76rem;
        color: var(--ll-muted);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) columns: readonly ModeColumn[] = [];
  /** Changes whenever the columns do. */
  @property({ attribute: false }) version = 0;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;

  constructor() {
    super();
    new PaintController(
      this,
      () => this.canvas,
      ({ context, width, height }) => {
        const modes = this.columns[0]?.shares.length ?? 0;
        if (modes === 0) return;
        context.imageSmoothingEnabled = false;
        context.drawImage(this.#image(modes), 0, 0, this.columns.length, modes, 0, 0, width, height);
      },
    );
  }

  override render(): TemplateResult {
    const { columns } = this;
    const last = columns.at(-1);
    return html`<canvas role="img" aria-label=${this.#inWords()}></canvas>
      <div class="scale">
        <span>step ${formatCount(columns[0]?.step ?? 0)}</span><span>step ${formatCount(last?.step ?? 0)}</span>
      </div>`;
  }

  /** One pixel a mode and step: full colour is twice an equal share and more. */
  #image(modes: number): OffscreenCanvas {
    const { columns } = this;
    const [r, g, b] = toRgb(tokenColour(this, '--ll-generated'));
    const pixels = new ImageData(columns.length, modes);
    columns.forEach(({ shares }, column) => {
      shares.forEach((share, mode) => {
        const strength = Math.min(1, (share * modes) / 2);
        pixels.data.set([r, g, b, Math.round(255 * strength)], 4 * (mode * columns.length + column));
      });
    });
    // Wide enough for any history, so that one canvas serves them all.
    const { context, canvas } = scratch(mostColumns, modes);
    context.putImageData(pixels, 0, 0);
    return canvas;
  }

  #inWords(): string {
    const last = this.columns.at(-1);
    if (!last) return 'No samples yet';
    const largest = last.shares.reduce((most, share, mode) => (share > last.shares[most]! ? mode : most), 0);
    return `Shares of ${last.shares.length} modes over ${this.columns.length} pictures; at step ${last.step} the largest is mode ${largest + 1} with ${Math.round(100 * last.shares[largest]!)}%`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-mode-strip': LlModeStrip;
  }
}
