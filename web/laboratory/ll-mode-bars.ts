import { LitElement, css, html, svg } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/shared.ts';
import type { ModeCounts } from './mode-counts.ts';

const [width, height] = [240, 84];

/** How many samples lie on each mode; the broken line is an equal share. */
@customElement('ll-mode-bars')
export class LlModeBars extends LitElement {
  static override styles = [
    base,
    css`
      svg {
        display: block;
        width: 100%;
        height: 84px;
      }

      .far {
        fill: var(--ll-generated);
        opacity: 0.32;
      }

      .near {
        fill: var(--ll-generated);
      }

      line {
        stroke: var(--ll-muted);
        vector-effect: non-scaling-stroke;
      }

      .equal {
        stroke-dasharray: 4 3;
      }

      .numbers {
        display: flex;
        font-size: 0.72rem;
        color: var(--ll-muted);
        text-align: center;
      }

      .numbers span {
        flex: 1;
        min-width: 0;
        overflow: hidden;
      }
    `,
  ];

  @property({ attribute: false }) counts!: ModeCounts;

  override render(): TemplateResult {
    const { all, near, total } = this.counts;
    const bar = width / all.length;
    // Twice an equal share fills the height.
    const tall = (count: number): number =>
      Math.min(height, (height / 2) * ((count * all.length) / Math.max(1, total)));
    const words = Array.from(all, (count, mode) => `mode ${mode + 1}: ${count}, ${near[mode]} of them on it`).join(
      '; ',
    );
    return html`<svg
        viewBox="0 0 ${width} ${height}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${`Samples by nearest mode. ${words}`}
      >
        ${Array.from(all, (count, mode) => {
          const whole = tall(count);
          const on = count === 0 ? 0 : (whole * near[mode]!) / count;
          const x = (mode + 0.05) * bar;
          return svg`<rect class="far" x=${x} y=${height - whole} width=${0.9 * bar} height=${whole}></rect
            ><rect class="near" x=${x} y=${height - on} width=${0.9 * bar} height=${on}></rect>`;
        })}
        <line class="equal" x1="0" x2=${width} y1=${height / 2} y2=${height / 2}></line>
        <line x1="0" x2=${width} y1=${height} y2=${height}></line>
      </svg>
      ${
        all.length <= 16
          ? html`<div class="numbers" aria-hidden="true">
              ${Array.from(all, (_, mode) => html`<span>${mode + 1}</span>`)}
            </div>`
          : ''
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-mode-bars': LlModeBars;
  }
}
