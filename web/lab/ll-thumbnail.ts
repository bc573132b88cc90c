import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { DatasetCard } from '../../core/spec/catalogue.ts';
import { seriesToken, tokenColour } from '../plots/colours.ts';
import { PaintController } from '../plots/paint-controller.ts';
import type { Surface } from '../plots/paint-controller.ts';
import { base } from '../styles/shared.ts';
import { artOf } from './thumbnail-art.ts';
import type { Art } from './thumbnail-art.ts';

/** A small picture of what a dataset looks like. */
@customElement('ll-thumbnail')
export class LlThumbnail extends LitElement {
  static override styles = [
    base,
    css`
      canvas {
        display: block;
        width: 100%;
        height: 100%;
      }
    `,
  ];

  @property({ attribute: false }) card: DatasetCard | undefined;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;

  constructor() {
    super();
    new PaintController(
      this,
      () => this.canvas,
      (surface) => {
        const art = artOf(this.card);
        const coloured = art.kind === 'pixels' && art.coloured;
        const tokens = coloured ? Array.from({ length: 8 }, (_, i) => seriesToken(i)) : ['--ll-accent'];
        paint(
          surface,
          art,
          tokens.map((token) => tokenColour(this, token)),
        );
      },
    );
  }

  override render(): TemplateResult {
    return html`<canvas aria-hidden="true"></canvas>`;
  }
}

function paint({ context, width, height }: Surface, art: Art, colours: readonly string[]): void {
  context.fillStyle = colours[0]!;
  if (art.kind === 'points') {
    const scale = Math.min(width, height) / 2;
    context.globalAlpha = 0.7;
    for (const [x, y] of art.points) {
      context.beginPath();
      context.arc(width / 2 + x * scale, height / 2 - y * scale, 1.5, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
    return;
  }
  const rows = 2;
  const pixel = height / (rows * 7 + 1);
  const columns = Math.floor((width - pixel) / (pixel * 8));
  const left = (width - (columns * 8 - 2) * pixel) / 2;
  for (let place = 0; place < rows * columns; place++) {
    context.fillStyle = colours[place % colours.length]!;
    const picture = art.pictures[(place * 3 + Math.floor(place / columns)) % art.pictures.length] ?? [];
    picture.forEach((row, r) =>
      [...row].forEach((mark, c) => {
        if (mark !== '#') return;
        context.globalAlpha = 0.55 + 0.45 * (((place * 7 + r * 5 + c * 3) % 11) / 11);
        const x = left + ((place % columns) * 8 + c) * pixel;
        const y = (Math.floor(place / columns) * 7 + 1.5 + r) * pixel;
        context.fillRect(x, y, pixel * 0.94, pixel * 0.94);
      }),
    );
  }
  context.globalAlpha = 1;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-thumbnail': LlThumbnail;
  }
}
