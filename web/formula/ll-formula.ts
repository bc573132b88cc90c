import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/shared.ts';
import { parseTex, texToText } from './tex.ts';
import type { TexNode } from './tex.ts';

/** A formula declared in TeX, set with plain HTML. */
@customElement('ll-formula')
export class LlFormula extends LitElement {
  static override styles = [
    base,
    css`
      .formula {
        font-family: var(--ll-serif);
        font-size: 1.02rem;
        line-height: 2.1;
        overflow-x: auto;
        padding: 6px 0;
      }

      sub,
      sup {
        font-size: 0.72em;
        line-height: 0;
      }

      .fraction {
        display: inline-flex;
        flex-direction: column;
        align-items: center;
        vertical-align: middle;
        line-height: 1.25;
        font-size: 0.85em;
        padding: 0 2px;
      }

      .under {
        border-top: 1px solid currentcolor;
      }

      .operator {
        display: inline-flex;
        flex-direction: column;
        align-items: center;
        vertical-align: top;
        padding: 0 4px;
        line-height: 2;
      }

      .range {
        margin-top: -0.9em;
        font-size: 0.72em;
        line-height: 1;
      }

      .root {
        border-top: 1px solid currentcolor;
      }
    `,
  ];

  @property() tex = '';

  override render(): TemplateResult {
    const nodes = parseTex(this.tex);
    return html`<div class="formula" role="img" tabindex="0" aria-label=${texToText(nodes)}>${nodes.map(show)}</div>`;
  }
}

function show(node: TexNode): TemplateResult {
  switch (node.kind) {
    case 'text':
      return node.upright ? html`<span>${node.text}</span>` : html`<i>${node.text}</i>`;
    case 'sub':
      return html`<sub>${node.body.map(show)}</sub>`;
    case 'sup':
      return html`<sup>${node.body.map(show)}</sup>`;
    case 'fraction':
      return html`<span class="fraction"
        ><span>${node.over.map(show)}</span><span class="under">${node.under.map(show)}</span></span
      >`;
    case 'operator':
      return html`<span class="operator"
        ><span>${node.text}</span><span class="range">${node.under.map(show)}</span></span
      >`;
    case 'root':
      return html`√<span class="root">${node.body.map(show)}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-formula': LlFormula;
  }
}
