import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Complex } from '../../../core/theory/eigenvalues.ts';
import { modulus } from '../../../core/theory/eigenvalues.ts';
import { formatNumber } from '../../common/format.ts';
import { base, tables } from '../../styles/shared.ts';
import { seriesClass, swatches } from '../../styles/swatches.ts';
import './ll-complex-plane.ts';
import type { Fate, Verdict } from './verdict.ts';

/** A rule's name with what becomes of its game. */
export interface NamedVerdict {
  readonly name: string;
  readonly verdict: Verdict;
}

const fates: Readonly<Record<Fate, string>> = { converges: 'Converges', circles: 'Circles', diverges: 'Diverges' };

/** What becomes of each rule's game: the verdict, the eigenvalues as numbers and as points of the complex plane. */
@customElement('ll-verdicts')
export class LlVerdicts extends LitElement {
  static override styles = [
    base,
    tables,
    swatches,
    css`
      .fates {
        display: grid;
        gap: 12px;
      }

      .fate {
        font: 600 1.3rem/1.2 var(--ll-serif);
      }

      .converges {
        color: var(--ll-good);
      }

      .circles {
        color: var(--ll-warning);
      }

      .diverges {
        color: var(--ll-danger);
      }

      .name {
        display: flex;
        align-items: center;
        gap: 7px;
        font-size: 0.9rem;
      }

      .planes {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: 12px;
        margin-top: 14px;
      }

      .planes p {
        margin-bottom: 4px;
        font-size: 0.82rem;
        color: var(--ll-muted);
      }

      table {
        margin-top: 10px;
      }

      td,
      th {
        padding: 5px 6px;
      }

      td {
        white-space: nowrap;
      }

      th[scope='row'] {
        white-space: normal;
      }
    `,
  ];

  @property({ attribute: false }) verdicts: readonly NamedVerdict[] = [];

  override render(): TemplateResult {
    const planes = this.verdicts.some(({ verdict }) => verdict.step);
    const pick = (part: 'step' | 'field') =>
      this.verdicts.map(({ verdict }, series) => ({ series, values: verdict[part] ?? [] }));
    return html`<div class="fates" role="status">${this.verdicts.map((one, i) => this.#fate(one, i))}</div>
      ${
        planes
          ? html`<div class="planes">
              <div>
                <p>Eigenvalues of a step: stable within the unit circle</p>
                <ll-complex-plane
                  kind="map"
                  label="Eigenvalues of a step’s Jacobian, with the unit circle"
                  .eigenvalues=${pick('step')}
                ></ll-complex-plane>
              </div>
              <div>
                <p>Eigenvalues of the field: stable in the left half</p>
                <ll-complex-plane
                  kind="flow"
                  label="Eigenvalues of the field’s Jacobian, with the left half-plane"
                  .eigenvalues=${pick('field')}
                ></ll-complex-plane>
              </div>
            </div>`
          : nothing
      }
      <div class="scroll" tabindex="0" role="region" aria-label="Eigenvalues as numbers">
        <table>
          <thead>
            <tr>
              <td></td>
              ${this.verdicts.map(({ name }) => html`<th scope="col" class="number">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.#row('Eigenvalues of the field', ({ field }) => list(field))}
            ${this.#row('Eigenvalues of a step', ({ step }) => list(step))}
            ${this.#row('Their modulus', ({ step }) => html`${step?.map((value) => html`<div>${formatNumber(modulus(value), 6)}</div>`) ?? '–'}`)}
            ${this.#row('Distance at the start', ({ from }) => html`${formatNumber(from)}`)}
            ${this.#row('Distance at the end', ({ to }) => html`${formatNumber(to)}`)}
          </tbody>
        </table>
      </div>`;
  }

  #fate({ name, verdict }: NamedVerdict, series: number): TemplateResult {
    const { fate, rate, from, to } = verdict;
    return html`<div>
      ${
        this.verdicts.length > 1
          ? html`<p class="name ${seriesClass(series)}"><span class="swatch"></span>${name}</p>`
          : nothing
      }
      <p class="fate ${fate}">${fates[fate]}</p>
      <p class="small">
        ${
          rate === undefined
            ? 'The field jumps at the equilibrium, so it has no eigenvalues there: this is what a long game does.'
            : `Near the equilibrium each step multiplies the distance by ${formatNumber(rate, 5)}.`
        }
        This game goes from ${formatNumber(from, 3)} to ${formatNumber(to, 3)}.
      </p>
    </div>`;
  }

  #row(label: string, value: (verdict: Verdict) => TemplateResult): TemplateResult {
    return html`<tr>
      <th scope="row">${label}</th>
      ${this.verdicts.map(({ verdict }) => html`<td class="number">${value(verdict)}</td>`)}
    </tr>`;
  }
}

function list(values: readonly Complex[] | undefined): TemplateResult {
  return html`${values?.map((value) => html`<div>${formatComplex(value)}</div>`) ?? '–'}`;
}

/** A complex number to four digits; parts that are noise of the differences count as 0. */
function formatComplex({ re, im }: Complex): string {
  const clean = (x: number): number => (Math.abs(x) < 1e-9 * Math.max(1, Math.hypot(re, im)) ? 0 : x);
  if (clean(im) === 0) return formatNumber(clean(re));
  const sign = im < 0 ? '−' : '+';
  return `${formatNumber(clean(re))} ${sign} ${formatNumber(Math.abs(im))}i`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-verdicts': LlVerdicts;
  }
}
