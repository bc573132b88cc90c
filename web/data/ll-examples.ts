import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ExamplesPage } from '../../worker/protocol/datasets.ts';
import { tokenColour } from '../plots/colours.ts';
import { PaintController } from '../plots/paint-controller.ts';
import type { Surface } from '../plots/paint-controller.ts';
import { base } from '../styles/shared.ts';
import { paintExample } from './paint-example.ts';

/** Colours by which classes of points are told apart, in turn. */
const seriesColours = 6;

/** Examples of a dataset: images with their classes, sequences as strips, pairs side by side, points as a scatter plot. */
@customElement('ll-examples')
export class LlExamples extends LitElement {
  static override styles = [
    base,
    css`
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(72px, 1fr));
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      ul.large {
        grid-template-columns: repeat(auto-fill, minmax(104px, 1fr));
      }

      ul.pairs {
        grid-template-columns: repeat(auto-fill, minmax(144px, 1fr));
      }

      ul.strips {
        grid-template-columns: minmax(0, 1fr);
      }

      li {
        min-width: 0;
      }

      .images {
        display: flex;
        gap: 2px;
      }

      .images canvas {
        width: 100%;
        min-width: 0;
        border-radius: 3px;
        background: var(--ll-line);
        image-rendering: pixelated;
      }

      .label {
        overflow: hidden;
        font-size: 0.76rem;
        color: var(--ll-muted);
        text-align: center;
        text-overflow: ellipsis;
        white-space: nowrap;
        unicode-bidi: isolate;
      }

      .plane {
        display: block;
        width: min(100%, 480px);
        aspect-ratio: 1;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius-small);
      }
    `,
  ];

  @property({ attribute: false }) page!: ExamplesPage;
  /** Names of the classes. */
  @property({ attribute: false }) classes: readonly string[] = [];
  /** Number of the first example. */
  @property({ type: Number }) start = 0;
  @query('.plane') private readonly plane!: HTMLCanvasElement | null;

  constructor() {
    super();
    new PaintController(
      this,
      () => this.plane,
      (surface) => this.#scatter(surface),
    );
  }

  override render(): TemplateResult {
    const { shape, values, pair } = this.page;
    if (shape.length === 1) {
      return html`<canvas class="plane" role="img" aria-label=${`${values.length / 2} points`}></canvas>`;
    }
    const each = sizeOf(shape);
    const count = each === 0 ? 0 : values.length / each;
    const tile = shape.length === 4 ? 'strips' : pair ? 'pairs' : shape[0]! > 48 ? 'large' : '';
    return html`<ul class=${tile} aria-label="Examples">
      ${Array.from({ length: count }, (_, i) => {
        const name = this.#nameOf(i);
        const label = `Example ${this.start + i + 1}${name === '' ? '' : `, ${name}`}`;
        return html`<li>
          <div class="images" role="img" aria-label=${label}>
            <canvas data-of="first"></canvas>${pair ? html`<canvas data-of="pair"></canvas>` : nothing}
          </div>
          ${name === '' ? nothing : html`<p class="label" aria-hidden="true">${name}</p>`}
        </li>`;
      })}
    </ul>`;
  }

  protected override updated(): void {
    const { shape, values, pair, lesions } = this.page;
    if (shape.length === 1 || values instanceof Float32Array) return;
    const each = sizeOf(shape);
    const area = shape[0]! * (shape[1] ?? 1);
    this.renderRoot.querySelectorAll<HTMLCanvasElement>('canvas[data-of="first"]').forEach((canvas, i) => {
      const mask = lesions?.subarray(i * area, (i + 1) * area);
      paintExample(canvas, values.subarray(i * each, (i + 1) * each), shape, mask);
    });
    if (!pair) return;
    const pairEach = sizeOf(pair.shape);
    this.renderRoot.querySelectorAll<HTMLCanvasElement>('canvas[data-of="pair"]').forEach((canvas, i) => {
      paintExample(canvas, pair.values.subarray(i * pairEach, (i + 1) * pairEach), pair.shape);
    });
  }

  #nameOf(example: number): string {
    const label = this.page.labels[example];
    return label === undefined ? '' : (this.classes[label] ?? String(label));
  }

  #scatter({ context, width, height }: Surface): void {
    const { values, labels } = this.page;
    const extent = this.page.extent ?? 1;
    const colours = Array.from({ length: seriesColours }, (_, i) => tokenColour(this, `--ll-series-${i + 1}`));
    const size = Math.max(1.2, width / 260);
    context.globalAlpha = 0.75;
    for (let i = 0; 2 * i < values.length; i++) {
      context.fillStyle = colours[(labels[i] ?? 0) % seriesColours]!;
      const x = ((values[2 * i]! + extent) / (2 * extent)) * width;
      const y = height - ((values[2 * i + 1]! + extent) / (2 * extent)) * height;
      context.beginPath();
      context.arc(x, y, size, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

declare global {
  interface HTMLElementTagNameMap {
    'll-examples': LlExamples;
  }
}
