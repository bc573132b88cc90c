import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FieldValue } from '../../core/spec/fields.ts';
import { showSetting } from '../common/show-setting.ts';
import { disagreements } from '../form/paths.ts';
import { base, tables } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import type { Compared } from './compared.ts';

/** The settings in which several runs differ. */
@customElement('ll-setting-table')
export class LlSettingTable extends LitElement {
  static override styles = [
    base,
    tables,
    swatches,
    css`
      thead th {
        color: var(--ll-text);
        white-space: normal;
        overflow-wrap: anywhere;
      }

      .swatch {
        margin-right: 8px;
      }

      td {
        padding-top: 4px;
        padding-bottom: 4px;
        font-variant-numeric: tabular-nums;
      }

      p {
        padding: 6px 0;
      }

      code {
        font-family: var(--ll-mono);
        font-size: 0.88em;
      }

      @media (max-width: 640px) {
        td:first-child {
          min-width: 130px;
          overflow-wrap: anywhere;
        }

        td {
          padding-left: 6px;
          padding-right: 6px;
        }
      }
    `,
  ];

  @property({ attribute: false }) compared: readonly Compared[] = [];

  override render(): TemplateResult {
    const different = disagreements(this.compared.map(({ spec }) => spec));
    return html`${
      different.length === 0
        ? html`<p class="muted small">These have the same settings.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="What differs">
            <table>
              <thead>
                <tr>
                  <th scope="col">Setting</th>
                  ${this.compared.map(
                    ({ label }, i) =>
                      html`<th scope="col" class=${seriesClass(i)}><span class="swatch"></span>${label}</th>`,
                  )}
                </tr>
              </thead>
              <tbody>
                ${different.map(
                  ({ path, values }) =>
                    html`<tr>
                      <td><code>${path}</code></td>
                      ${values.map((value) => html`<td>${showSetting(undefined, value as FieldValue | undefined)}</td>`)}
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${
      different.some(({ path }) => path === 'arithmetic')
        ? nothing
        : html`<p class="muted small">
            ${this.compared.length === 2 ? 'Both' : 'All'} with ${this.compared[0]?.spec.arithmetic} arithmetic.
          </p>`
    }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-setting-table': LlSettingTable;
  }
}
