import { LitElement, css, html, nothing, svg, unsafeCSS } from 'lit';
import type { SVGTemplateResult, TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Complex } from '../../../core/theory/eigenvalues.ts';
import { base } from '../../styles/shared.ts';

/** The eigenvalues of one rule. */
export interface Eigenvalues {
  readonly values: readonly Complex[];
  /** Colour, from 0. */
  readonly series: number;
}

/** Half the picture's side, in its own units. */
const half = 100;

/**
 * Eigenvalues in the complex plane, with the region in which they are stable: the unit circle for a map, the left
 * half for a flow. The picture grows until it holds them all.
 */
@customElement('ll-complex-plane')
export class LlComplexPlane extends LitElement {
  static override styles = [
    base,
    css`
      svg {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
      }

      .stable {
        fill: var(--ll-good);
        fill-opacity: 0.1;
        stroke: var(--ll-good);
        stroke-width: 1.2;
      }

      .axis {
        stroke: var(--ll-line-strong);
        stroke-width: 0.6;
      }

      text {
        fill: var(--ll-muted);
        font: 9px var(--ll-sans);
      }

      .value {
        fill: var(--colour);
        fill-opacity: 0.85;
        stroke: var(--ll-surface);
        stroke-width: 1;
      }

      ${unsafeCSS(Array.from({ length: 8 }, (_, i) => `.series-${i + 1} { --colour: var(--ll-series-${i + 1}); }`).join('\n'))}
    `,
  ];

  @property() kind: 'map' | 'flow' = 'map';
  @property() label = '';
  @property({ attribute: false }) eigenvalues: readonly Eigenvalues[] = [];

  override render(): TemplateResult {
    const sizes = this.eigenvalues.flatMap(({ values }) => values.map(({ re, im }) => Math.hypot(re, im)));
    const reach = Math.max(this.kind === 'map' ? 1.25 : 0.6, ...sizes.map((size) => Math.min(size, 1e6) * 1.15));
    const scale = (half - 4) / reach;
    const one = scale;
    return html`<svg viewBox="${-half} ${-half} ${2 * half} ${2 * half}" role="img" aria-label=${this.label}>
      ${
        this.kind === 'map'
          ? svg`<circle class="stable" r=${one} />`
          : svg`<rect class="stable" x=${-2 * half} y=${-2 * half} width=${2 * half} height=${4 * half} />`
      }
      <line class="axis" x1=${-half} x2=${half} />
      <line class="axis" y1=${-half} y2=${half} />
      ${this.kind === 'map' && one > 20 ? svg`<text x=${one + 2} y="9">1</text>` : nothing}
      <text x=${half - 13} y="20">Re</text>
      <text x="4" y=${-half + 10}>Im</text>
      ${this.eigenvalues.map(({ values, series }) => values.map((value) => dot(value, series, scale)))}
    </svg>`;
  }
}

function dot({ re, im }: Complex, series: number, scale: number): SVGTemplateResult | typeof nothing {
  if (!Number.isFinite(re) || !Number.isFinite(im)) return nothing;
  return svg`<circle class="value series-${series + 1}" cx=${re * scale} cy=${-im * scale} r=${series === 0 ? 5 : 4} />`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-complex-plane': LlComplexPlane;
  }
}
