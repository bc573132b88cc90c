import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { base } from '../styles/shared.ts';
import type { typeset } from './typeset.ts';

let typesetter: Promise<typeof typeset> | undefined;

/** The typesetter is as large as the rest of the shell: it is loaded once the first formula is there and the page rests. */
function loadTypesetter(): Promise<typeof typeset> {
  typesetter ??= rest()
    .then(() => import('./typeset.ts'))
    .then((module) => module.typeset);
  return typesetter;
}

function rest(): Promise<void> {
  return new Promise((resolve) => {
    // WebKit has no idle callbacks.
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 500 });
    else setTimeout(resolve, 50);
  });
}

/** A formula in TeX, set as MathML. TeX that can't be set is shown as it is. */
@customElement('ll-formula')
export class LlFormula extends LitElement {
  static override styles = [
    base,
    css`
      .formula {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 1.6em;
        min-height: 3.2em;
        padding: 4px 0;
        overflow-x: auto;
        overflow-y: hidden;
        font-size: 1.06rem;
      }

      :host([compact]) .formula {
        min-height: 1.8em;
        padding: 0;
      }

      math {
        display: inline math;
      }

      code {
        font-size: 0.85rem;
      }
    `,
  ];

  @property() tex = '';
  /** Takes no more height than it needs, e.g. in a row of a table. */
  @property({ type: Boolean, reflect: true }) compact = false;
  @state() private typeset: typeof typeset | undefined;
  @state() private failed = false;
  #lines: readonly string[] | undefined = [];

  override connectedCallback(): void {
    super.connectedCallback();
    loadTypesetter().then(
      (typeset) => (this.typeset = typeset),
      () => (this.failed = true),
    );
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.typeset || !(changed.has('tex') || changed.has('typeset'))) return;
    try {
      this.#lines = this.typeset(this.tex);
    } catch {
      this.#lines = undefined;
    }
  }

  override render(): TemplateResult {
    const lines = this.failed ? undefined : this.#lines;
    return html`<div class="formula" role="group" aria-label="Formula" tabindex="0">
      ${lines ? lines.map((line) => html`<span>${unsafeHTML(line)}</span>`) : html`<code>${this.tex}</code>`}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-formula': LlFormula;
  }
}
