import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { live } from 'lit/directives/live.js';
import type { RunId } from '../../worker/protocol/records.ts';
import { formatAgo, formatCount, formatNumber } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { base, buttons, inputs, tables } from '../styles/shared.ts';
import { runColour, seriesClass, swatches } from '../styles/swatches.ts';
import type { Sort, SortKey, TableRow } from './run-rows.ts';
import '../common/ll-name.ts';
import '../common/ll-state.ts';

/** What a row's buttons ask for. */
export interface RunCommand {
  readonly command: 'rename' | 'export' | 'delete' | 'tick' | 'untick';
  readonly row: TableRow;
  readonly name?: string;
}

const columns: readonly (readonly [SortKey, string, string])[] = [
  ['name', 'Name', ''],
  ['state', 'State', ''],
  ['method', 'Method', ''],
  ['data', 'Data', ''],
  ['step', 'Step', 'number'],
  ['metric', 'Key metric', 'number'],
  ['updated', 'Updated', ''],
];

/**
 * The table of runs; on narrow screens each row is a card.
 *
 * @fires ll-run-command with a RunCommand
 * @fires ll-sort with a SortKey
 */
@customElement('ll-run-table')
export class LlRunTable extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    tables,
    swatches,
    css`
      table {
        min-width: 880px;
      }

      th {
        padding: 4px 6px;
      }

      .sort {
        min-height: 30px;
        padding: 0 4px;
        border: 0;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }

      th[aria-sort='ascending'] .sort::after {
        content: ' ↑';
      }

      th[aria-sort='descending'] .sort::after {
        content: ' ↓';
      }

      .name {
        display: flex;
        align-items: center;
        gap: 10px;
        min-width: 190px;
      }

      .name ll-name,
      .name a {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
        color: var(--ll-text);
        font-weight: 600;
      }

      .name a:not(:hover) {
        text-decoration-color: var(--ll-line-strong);
      }

      td small {
        color: var(--ll-muted);
        font-size: 0.86em;
      }

      td:last-child {
        width: 1%;
      }

      .actions {
        display: flex;
        gap: 2px;
        justify-content: flex-end;
      }

      .actions .button {
        min-height: 32px;
      }

      .actions .icon {
        flex: none;
        width: 32px;
      }

      td.step,
      td.updated {
        white-space: nowrap;
      }

      @media (max-width: 960px) {
        table {
          min-width: 0;
        }

        thead {
          position: absolute;
          clip-path: inset(50%);
          width: 1px;
          height: 1px;
          overflow: hidden;
        }

        tr {
          position: relative;
          display: flex;
          flex-wrap: wrap;
          align-items: center;
          gap: 2px 10px;
          padding: 10px 12px 10px 44px;
          border-bottom: 1px solid var(--ll-line);
        }

        tr:last-child {
          border-bottom: 0;
        }

        td,
        td.number {
          padding: 0;
          border: 0;
          text-align: left;
          font-size: 0.86rem;
          color: var(--ll-muted);
        }

        td.tick {
          position: absolute;
          left: 14px;
          top: 16px;
        }

        td.named {
          flex: 1 1 60%;
          font-size: 0.95rem;
          color: var(--ll-text);
        }

        td.method {
          flex-basis: 100%;
        }

        td.actions-cell {
          flex-basis: 100%;
          width: auto;
        }

        .actions {
          justify-content: flex-start;
          margin-top: 6px;
        }

        .actions .button {
          min-height: 38px;
          min-width: 42px;
        }

        .name {
          min-width: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) rows: readonly TableRow[] = [];
  @property({ attribute: false }) ticked: ReadonlySet<string> = new Set();
  @property({ attribute: false }) sort: Sort = { key: 'updated', ascending: false };
  @state() private renaming: RunId | undefined;

  override render(): TemplateResult {
    return html`<div class="card scroll" tabindex="0" role="region" aria-label="Runs">
      <table>
        <thead>
          <tr>
            <th scope="col"><span class="visually-hidden">Compare</span></th>
            ${columns.map(([key, label, kind]) => this.#heading(key, label, kind))}
            <th scope="col"><span class="visually-hidden">Actions</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            this.rows,
            ({ row }) => row.run.id,
            (row) => this.#row(row),
          )}
        </tbody>
      </table>
    </div>`;
  }

  #heading(key: SortKey, label: string, kind: string): TemplateResult {
    const sorted = this.sort.key === key ? (this.sort.ascending ? 'ascending' : 'descending') : 'none';
    return html`<th scope="col" class=${kind} aria-sort=${sorted}>
      <button type="button" class="sort" @click=${() => this.dispatchEvent(new CustomEvent('ll-sort', { detail: key }))}>${label}</button>
    </th>`;
  }

  #row(entry: TableRow): TemplateResult {
    const { row, method, data, metric } = entry;
    const { run, state, elsewhere } = row;
    const ticked = this.ticked.has(run.id);
    const href = `#/lab/${encodeURIComponent(run.id)}`;
    return html`<tr>
      <td class="tick">
        <input
          type="checkbox"
          aria-label=${`Compare ${run.name}`}
          .checked=${live(ticked)}
          @change=${() => this.#send({ command: ticked ? 'untick' : 'tick', row: entry })}
        />
      </td>
      <td class="named">
        <div class="name ${seriesClass(runColour(run.id))}">
          <span class="swatch"></span>
          ${
            this.renaming === run.id
              ? html`<ll-name
                  .value=${run.name}
                  .label=${`Name of ${run.name}`}
                  @ll-rename=${(event: CustomEvent<string>) => this.#send({ command: 'rename', row: entry, name: event.detail })}
                  @focusout=${this.#renamed}
                ></ll-name>`
              : html`<a href=${href}>${run.name}</a>`
          }
        </div>
      </td>
      <td class="state"><ll-state .state=${state} ?elsewhere=${elsewhere}></ll-state></td>
      <td class="method">${method}</td>
      <td class="data">${data}</td>
      <td class="number step">${formatCount(run.step)} <small>of ${formatCount(run.spec.steps)}</small></td>
      <td class="number metric">${metric ? html`${formatNumber(metric.value)} <small>${metric.label}</small>` : '–'}</td>
      <td class="updated">${formatAgo(run.updatedAt)}</td>
      <td class="actions-cell">
        <div class="actions">
          <button type="button" class="button icon quiet" data-rename=${run.id} aria-label=${`Rename ${run.name}`} title="Rename" @click=${() => this.#rename(run.id)}>
            ${icons.pen}
          </button>
          ${run.step > 0
            ? html`<a class="button icon quiet" href=${`#/fork/${encodeURIComponent(run.id)}/${run.step}`} aria-label=${`Fork ${run.name}`} title="Fork">${icons.fork}</a>`
            : nothing}
          <button type="button" class="button icon quiet" aria-label=${`Export ${run.name}`} title="Export" @click=${() => this.#send({ command: 'export', row: entry })}>
            ${icons.export}
          </button>
          <button type="button" class="button icon quiet danger" ?disabled=${elsewhere} aria-label=${`Delete ${run.name}`} title="Delete" @click=${() => this.#send({ command: 'delete', row: entry })}>
            ${icons.remove}
          </button>
        </div>
      </td>
    </tr>`;
  }

  async #rename(runId: RunId): Promise<void> {
    this.renaming = runId;
    await this.updateComplete;
    await this.renderRoot.querySelector('ll-name')?.edit();
  }

  /** Leaves the box. Who left it by Enter or Escape goes on from the button that opened it. */
  async #renamed({ relatedTarget }: FocusEvent): Promise<void> {
    const { renaming } = this;
    this.renaming = undefined;
    await this.updateComplete;
    if (relatedTarget === null) this.renderRoot.querySelector<HTMLElement>(`[data-rename='${renaming}']`)?.focus();
  }

  #send(command: RunCommand): void {
    this.dispatchEvent(new CustomEvent<RunCommand>('ll-run-command', { detail: command }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-run-table': LlRunTable;
  }
}
