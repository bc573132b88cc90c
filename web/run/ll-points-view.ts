import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { PointsFrame } from '../../worker/protocol/records.ts';
import { formatNumber } from '../common/format.ts';
import { PaintController } from '../plots/paint-controller.ts';
import { paintPoints, pointsColours } from '../plots/paint-points.ts';
import type { PointLayers } from '../plots/paint-points.ts';
import { base, inputs } from '../styles/shared.ts';

const layerNames: readonly (readonly [keyof PointLayers, string])[] = [
  ['real', 'Data'],
  ['samples', 'Samples'],
  ['surface', 'Critic'],
  ['arrows', 'Gradients'],
  ['warp', 'Latent grid'],
];

/** A run on 2-D data: real and generated points, the critic's surface, where its gradient pushes samples, and
 * how the generator bends a regular grid of latents. */
@customElement('ll-points-view')
export class LlPointsView extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      canvas {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
      }

      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: 0 18px;
        margin: 8px 0 0;
        padding: 0;
        border: 0;
        font-size: 0.9rem;
      }

      fieldset[hidden] {
        display: none;
      }

      .note {
        margin-top: 4px;
        font-size: 0.82rem;
        line-height: 1.4;
        color: var(--ll-muted);
        font-variant-numeric: tabular-nums;
      }

      .dot {
        width: 10px;
        height: 10px;
        border-radius: 50%;
        background: var(--ll-real);
        forced-color-adjust: none;
      }

      .dot.samples {
        background: var(--ll-generated);
      }

      .dot.surface {
        width: 22px;
        border-radius: 3px;
        background: linear-gradient(90deg, var(--ll-negative), var(--ll-surface), var(--ll-positive));
      }

      .dot.warp {
        border: 1px solid var(--ll-generated);
        border-radius: 0;
        background: none;
      }

      .dot.arrows {
        width: 14px;
        height: 2px;
        border-radius: 0;
        background: var(--ll-generated);
      }
    `,
  ];

  @property({ attribute: false }) frame: PointsFrame | undefined;
  @property({ attribute: false }) realPoints: Float32Array | undefined;
  @property({ type: Number }) extent = 1;
  /** Without the choice of layers. */
  @property({ type: Boolean }) plain = false;
  @state() private layers: PointLayers = { real: true, samples: true, surface: true, arrows: true, warp: false };
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;

  constructor() {
    super();
    new PaintController(
      this,
      () => this.canvas,
      (surface) => {
        const extent = this.frame?.extent ?? this.extent;
        paintPoints(surface, this.frame, this.realPoints, extent, this.layers, pointsColours(this));
      },
    );
  }

  override render(): TemplateResult {
    const { frame } = this;
    const shown = layerNames.filter(
      ([layer]) => layer === 'real' || layer === 'samples' || frame?.[layer] !== undefined,
    );
    return html`
      <canvas
        role="img"
        aria-label=${frame ? `${frame.samples.length / 2} generated points at step ${frame.step}` : 'The data'}
      ></canvas>
      <fieldset ?hidden=${this.plain}>
        <legend class="visually-hidden">Layers</legend>
        ${shown.map(
          ([layer, label]) =>
            html`<label class="check"
              ><input
                type="checkbox"
                .checked=${this.layers[layer]}
                @change=${(event: Event) => (this.layers = { ...this.layers, [layer]: (event.target as HTMLInputElement).checked })}
              /><span class="dot ${layer}"></span>${label}</label
            >`,
        )}
      </fieldset>
      ${this.plain ? nothing : html`<p class="note">${this.#explanation()}</p>`}
    `;
  }

  /** What the picture's colours and axes are. */
  #explanation(): string {
    const { frame, layers } = this;
    const extent = formatNumber(frame?.extent ?? this.extent, 2);
    return [
      `Both axes run from −${extent} to ${extent}.`,
      ...(frame?.surface && layers.surface
        ? ['The bluer a place, the higher the critic scores it; zero on the line.']
        : []),
      ...(frame?.arrows && layers.arrows ? ['Arrows: where its gradient pushes samples.'] : []),
    ].join(' ');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-points-view': LlPointsView;
  }
}
