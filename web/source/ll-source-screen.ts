import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/shared.ts';
import { sources } from './sources.ts';

/** A file of the repository, as it was when the app was built: the code behind a formula. */
@customElement('ll-source-screen')
export class LlSourceScreen extends LitElement {
  static override styles = [
    base,
    css`
      header {
        margin-bottom: 14px;
      }

      h1 {
        font: 600 1.15rem/1.4 var(--ll-mono);
        overflow-wrap: anywhere;
      }

      header p {
        margin-top: 4px;
        color: var(--ll-muted);
      }

      .code {
        overflow: auto;
        max-width: 100%;
        padding: 12px 0;
      }

      ol {
        margin: 0;
        padding: 0 14px 0 0;
        list-style: none;
        counter-reset: line;
        width: max-content;
        font: 0.82rem/1.5 var(--ll-mono);
      }

      li {
        display: flex;
        white-space: pre;
        tab-size: 2;
        counter-increment: line;
        min-height: 1.5em;
      }

      li::before {
        content: counter(line);
        flex: none;
        width: 3.2em;
        padding-right: 1.2em;
        text-align: right;
        color: var(--ll-muted);
        user-select: none;
      }

      .comment {
        color: var(--ll-muted);
      }
    `,
  ];

  @property() path = '';

  override render(): TemplateResult {
    const text = sources[this.path];
    if (text === undefined) {
      return html`<header>
        <h1>${this.path}</h1>
        <p role="alert">This version of the app has no such file. <a href="#/methods">All methods</a></p>
      </header>`;
    }
    return html`<header>
        <h1>${this.path}</h1>
        <p>The code that this version of the app runs. <a href="#/methods">All methods</a></p>
      </header>
      <div class="card code" role="region" aria-label=${`Code of ${this.path}`} tabindex="0">
        <ol>
          ${text
            .trimEnd()
            .split('\n')
            .map((line) => html`<li class=${/^\s*(\/\*|\*|\/\/)/.test(line) ? 'comment' : ''}>${line}</li>`)}
        </ol>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-source-screen': LlSourceScreen;
  }
}
