import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { PaintController } from '../plots/paint-controller.ts';
import { gridColumns, imageCount, paintImages } from '../plots/paint-images.ts';
import type { ImageStack } from '../plots/paint-images.ts';
import { base } from '../styles/shared.ts';

/** A grid of images with crisp pixels. */
@customElement('ll-image-grid')
export class LlImageGrid extends LitElement {
  static override styles = [
    base,
    css`
      canvas {
        display: block;
        width: 100%;
        border-radius: var(--ll-radius-small);
      }
    `,
  ];

  @property({ attribute: false }) stack!: ImageStack;
  /** Images of a row; as square a grid as possible when 0. */
  @property({ type: Number }) columns = 0;
  /** Which image stands at each place; all of them in order when absent. */
  @property({ attribute: false }) order: readonly number[] | undefined;
  @property() label = '';
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;

  constructor() {
    super();
    new PaintController(
      this,
      () => this.canvas,
      (surface) => paintImages(surface, this.stack, this.#columns, this.order),
    );
  }

  get #columns(): number {
    return this.columns > 0 ? this.columns : gridColumns(this.order?.length ?? imageCount(this.stack));
  }

  override render(): TemplateResult {
    return html`<canvas role="img" aria-label=${this.label}></canvas>`;
  }

  protected override updated(): void {
    const columns = this.#columns;
    const rows = Math.ceil((this.order?.length ?? imageCount(this.stack)) / Math.max(1, columns));
    this.canvas?.style.setProperty('aspect-ratio', `${columns} / ${Math.max(1, rows)}`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-image-grid': LlImageGrid;
  }
}
