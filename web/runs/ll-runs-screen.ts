import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import type { RunCommand } from './ll-run-table.ts';
import { filterRows, sortRows, tableRows } from './run-rows.ts';
import type { Sort, SortKey, TableRow } from './run-rows.ts';
import '../common/ll-keep-runs.ts';
import './ll-run-table.ts';

/** All runs: find, open, compare, import, delete. */
@customElement('ll-runs-screen')
export class LlRunsScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }

      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 10px 16px;
      }

      header .row {
        margin-left: auto;
      }

      input[type='search'] {
        width: min(240px, 60vw);
      }

      .chosen {
        position: sticky;
        bottom: var(--footer-height, 0);
        z-index: 3;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 10px 14px;
        box-shadow: var(--ll-shadow);
      }

      .chosen span {
        flex: 1;
      }

      .empty {
        padding: 48px 20px;
        text-align: center;
      }

      .empty .row {
        justify-content: center;
        margin-top: 14px;
      }

      .drop {
        outline: 2px dashed var(--ll-accent);
        outline-offset: 6px;
        border-radius: var(--ll-radius);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private search = '';
  @state() private sort: Sort = { key: 'updated', ascending: false };
  @state() private ticked: ReadonlySet<string> = new Set();
  @state() private dropping = false;
  @query('input[type=search]') private readonly searchBox!: HTMLInputElement | null;
  @query('input[type=file]') private readonly filePicker!: HTMLInputElement;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.runs, this.lab.catalogue]);
  }

  /** Puts the cursor in the filter; the key `/` does it. */
  focusFilter(): void {
    this.searchBox?.focus();
    this.searchBox?.select();
  }

  override render(): TemplateResult {
    const runs = this.lab.runs.value;
    const all = tableRows(runs ?? [], this.lab.catalogue.value);
    const rows = sortRows(filterRows(all, this.search), this.sort);
    const compared = all.filter(({ row }) => this.ticked.has(row.run.id));
    return html`<div
      class="screen ${this.dropping ? 'drop' : ''}"
      @dragover=${this.#dragOver}
      @dragleave=${() => (this.dropping = false)}
      @drop=${this.#drop}
    >
      <header>
        <h1>Runs</h1>
        <div class="row">
          <label
            ><span class="visually-hidden">Filter runs</span
            ><input
              type="search"
              placeholder="Filter  ( / )"
              aria-keyshortcuts="/"
              .value=${this.search}
              @input=${(event: Event) => (this.search = (event.target as HTMLInputElement).value)}
          /></label>
          <button type="button" class="button" @click=${() => this.filePicker.click()}>${icons.import} Import</button>
          <input type="file" accept=".latentlab,.zip" hidden @change=${this.#pick} />
          <a class="button primary" href="#/lab">New run</a>
        </div>
      </header>
      ${runs === undefined
        ? html`<p class="muted" role="status">Reading the runs…</p>`
        : all.length === 0
          ? this.#empty()
          : rows.length === 0
            ? html`<p class="card empty muted" role="status">No run matches “${this.search}”.</p>`
            : html`<ll-run-table
                .rows=${rows}
                .ticked=${this.ticked}
                .sort=${this.sort}
                @ll-sort=${(event: CustomEvent<SortKey>) => this.#sortBy(event.detail)}
                @ll-run-command=${(event: CustomEvent<RunCommand>) => this.#obey(event.detail)}
              ></ll-run-table>`}
      ${all.length > 0 ? html`<ll-keep-runs .lab=${this.lab} brief></ll-keep-runs>` : nothing}
      ${compared.length > 0 ? this.#compare(compared) : all.length > 1 ? html`<p class="muted small">Tick runs to compare their samples, curves, figures and settings.</p>` : nothing}
    </div>`;
  }

  /** What can be done with the runs that are ticked. */
  #compare(compared: readonly TableRow[]): TemplateResult {
    const keys = compared.map(({ row }) => row.run.id);
    return html`<div class="card chosen" role="region" aria-label="Ticked runs">
      <span role="status">${keys.length === 1 ? '1 run ticked.' : `${keys.length} runs ticked.`}</span>
      <button type="button" class="button" @click=${() => (this.ticked = new Set())}>Untick</button>
      <a class="button primary" href=${hashOf({ screen: 'compare', keys })}>${icons.compare} Compare</a>
    </div>`;
  }

  #empty(): TemplateResult {
    return html`<div class="card empty">
      <p>No runs yet.</p>
      <p class="muted small">Train a preset, or drop a run archive here.</p>
      <div class="row"><a class="button primary" href="#/lab">Choose a preset</a></div>
    </div>`;
  }

  #sortBy(key: SortKey): void {
    this.sort = this.sort.key === key ? { key, ascending: !this.sort.ascending } : { key, ascending: key !== 'updated' && key !== 'step' };
  }

  #obey({ command, row, name }: RunCommand): void {
    const { run } = row.row;
    switch (command) {
      case 'rename':
        if (name !== undefined) void this.lab.rename(run.id, name);
        return;
      case 'export':
        void this.lab.exportRun(run.id, run.name);
        return;
      case 'delete':
        void this.lab.remove(run.id, run.name);
        return;
      case 'tick':
        this.ticked = new Set([...this.ticked, run.id]);
        return;
      case 'untick':
        this.ticked = new Set([...this.ticked].filter((id) => id !== run.id));
    }
  }

  #pick(event: Event): void {
    const input = event.target as HTMLInputElement;
    for (const file of input.files ?? []) void this.lab.importArchive(file, file.name);
    input.value = '';
  }

  #dragOver(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.dropping = true;
  }

  #drop(event: DragEvent): void {
    this.dropping = false;
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    for (const file of event.dataTransfer.files) void this.lab.importArchive(file, file.name);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-runs-screen': LlRunsScreen;
  }
}
