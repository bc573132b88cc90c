import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CellResult } from '../../evaluation/study/cell-result.ts';
import type { CellRow, OpenStudy } from '../../worker/protocol/study.ts';
import { formatCount, formatNumber } from '../common/format.ts';
import { hashOf } from '../state/route.ts';
import { base, tables } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import { cellStates } from './study-words.ts';

/** Every cell of a study, arms down and seeds across, with what became of it. */
@customElement('ll-cell-grid')
export class LlCellGrid extends LitElement {
  static override styles = [
    base,
    tables,
    swatches,
    css`
      table {
        width: auto;
        min-width: min(100%, 420px);
      }

      thead th {
        text-align: center;
      }

      thead th:first-child,
      tbody th {
        text-align: left;
      }

      tbody th {
        color: var(--ll-text);
        font-size: 0.9rem;
        white-space: normal;
        overflow-wrap: anywhere;
        min-width: 120px;
      }

      td {
        padding: 3px;
        border: 0;
      }

      /* It holds hidden words, which would otherwise widen the page instead of scrolling with the table. */
      .cell {
        position: relative;
        display: grid;
        place-items: center;
        min-width: 74px;
        min-height: 40px;
        padding: 2px 6px;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius-small);
        color: var(--ll-muted);
        font-size: 0.84rem;
        font-variant-numeric: tabular-nums;
        text-align: center;
        text-decoration: none;
      }

      .finished {
        background: var(--ll-accent-soft);
        color: var(--ll-text);
      }

      .training {
        border: 2px solid var(--ll-good);
        color: var(--ll-text);
      }

      .paused {
        border-color: var(--ll-warning);
        color: var(--ll-text);
      }

      .diverged {
        border-color: var(--ll-danger);
        background: var(--ll-danger-soft);
        color: var(--ll-danger);
      }

      a.cell:hover {
        border-color: var(--ll-accent);
      }

      .refused {
        color: var(--ll-warning);
        font-size: 0.84rem;
      }

      .swatch {
        margin-right: 8px;
      }
    `,
  ];

  @property({ attribute: false }) opened!: OpenStudy;
  /** Figure to show of finished cells. */
  @property() figure = '';
  /** The cell that is being trained and how far it is, which is newer than what was opened. */
  @property({ attribute: false }) underWay: { readonly key: string; readonly part: number } | undefined;

  override render(): TemplateResult {
    const { record, arms, cells } = this.opened;
    const { seeds } = record.study;
    const waiting = cells.filter(({ state }) => state === 'waiting').map(({ key }) => key);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Runs of the study">
      <table>
        <thead>
          <tr>
            <th scope="col">Arm</th>
            ${seeds.map((seed) => html`<th scope="col">seed ${seed}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${arms.map(
            ({ index, label, refused }) =>
              html`<tr>
                <th scope="row" class=${seriesClass(index)}><span class="swatch"></span>${label}</th>
                ${
                  refused === undefined
                    ? seeds.map((seed) => {
                        const cell = cells.find(({ arm, seed: own }) => arm === index && own === seed);
                        return html`<td>${cell ? this.#cell(this.#now(cell), waiting.indexOf(cell.key)) : '–'}</td>`;
                      })
                    : html`<td class="refused" colspan=${seeds.length}>Can’t be run: ${refused}</td>`
                }
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** A cell as it is by now: one that waited when the study was opened may have begun. */
  #now(cell: CellRow): CellRow {
    const { underWay } = this;
    if (underWay?.key !== cell.key || cell.state === 'finished' || cell.state === 'diverged') return cell;
    return { ...cell, state: 'training', part: underWay.part };
  }

  #cell(cell: CellRow, place: number): TemplateResult {
    const words = this.#words(cell, place);
    const name = `${cell.label}, seed ${cell.seed}: ${cellStates[cell.state]}, ${words}`;
    const content = html`<span aria-hidden="true">${words}</span><span class="visually-hidden">${name}</span>`;
    return cell.runId === undefined
      ? html`<span class="cell ${cell.state}" title=${name}>${content}</span>`
      : html`<a class="cell ${cell.state}" title=${name} href=${hashOf({ screen: 'run', runId: cell.runId })}
          >${content}</a
        >`;
  }

  #words({ key, state, step, part }: CellRow, place: number): string {
    const result = this.opened.results.find((candidate) => candidate.key === key);
    switch (state) {
      case 'finished':
        return valueOf(result, this.figure);
      case 'diverged':
        return `diverged at ${formatCount(result?.step ?? step)}`;
      case 'waiting':
        return place < 0 ? 'waiting' : place === 0 ? 'next' : `no. ${place + 1}`;
      case 'training':
      case 'paused':
        return `${Math.floor(100 * part)} %`;
    }
  }
}

/** The figure of a finished cell, or that it is done. */
function valueOf(result: CellResult | undefined, figure: string): string {
  const value = result?.metrics.find(({ id }) => id === figure)?.value;
  return value === undefined ? 'done' : formatNumber(value, 3);
}

declare global {
  interface HTMLElementTagNameMap {
    'll-cell-grid': LlCellGrid;
  }
}
