import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { DatasetStatistics, ExamplesPage } from '../../worker/protocol/datasets.ts';
import { formatBytes, formatCount, formatNumber } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs, progressBars, tables } from '../styles/shared.ts';
import { paintExample } from './paint-example.ts';
import type { ShownSet } from './shown-set.ts';
import { shapeWords } from './shown-set.ts';
import '../laboratory/ll-histogram.ts';
import './ll-examples.ts';

/** Images on a page, sequences on one, and points in a plot. */
const onPage = { images: 60, sequences: 12, points: 2000 };

/** One dataset: its examples page by page, of one class if asked, and its figures. Imported ones can be deleted. */
@customElement('ll-set-screen')
export class LlSetScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    tables,
    progressBars,
    css`
      .screen,
      .figures {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      @media (min-width: 900px) {
        .columns {
          display: grid;
          grid-template-columns: minmax(0, 2fr) minmax(0, 1fr);
          gap: 16px;
          align-items: start;
        }
      }

      section {
        padding: 16px 18px;
        min-width: 0;
      }

      .columns > * + * {
        margin-top: 16px;
      }

      @media (min-width: 900px) {
        .columns > * + * {
          margin-top: 0;
        }
      }

      h1,
      .about {
        overflow-wrap: anywhere;
      }

      h2 {
        margin-bottom: 8px;
      }

      .about {
        max-width: 70ch;
        margin-top: 6px;
        color: var(--ll-muted);
      }

      .row {
        margin-bottom: 12px;
      }

      .row label {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: 0.88rem;
      }

      select {
        max-width: 12em;
      }

      canvas {
        width: 112px;
        max-width: 100%;
        border-radius: 3px;
        image-rendering: pixelated;
      }

      .scroll {
        max-height: 320px;
        overflow: auto;
      }

      td.bar {
        width: 45%;
      }

      th {
        overflow-wrap: anywhere;
      }

      dialog {
        width: min(420px, calc(100vw - 32px));
        padding: 20px 22px;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius);
        background: var(--ll-raised);
        color: var(--ll-text);
      }

      dialog .row {
        margin: 16px 0 0;
        justify-content: flex-end;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) set!: ShownSet;
  @state() private split: 'train' | 'test' = 'train';
  @state() private label: number | undefined;
  @state() private start = 0;
  @state() private examples: ExamplesPage | undefined;
  @state() private statistics: DatasetStatistics | undefined;
  @state() private fault = '';
  @query('dialog') private readonly dialog!: HTMLDialogElement;
  #asked = 0;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.runs]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('set') as ShownSet | undefined;
    if (!changed.has('set') || before?.id === this.set.id) return;
    this.label = undefined;
    this.start = 0;
    this.examples = this.statistics = undefined;
    this.fault = '';
    void this.#read().then(() => this.#count());
  }

  override render(): TemplateResult {
    const { set } = this;
    return html`<div class="screen">
      <header>
        <p class="small"><a href="#/data">All sets</a></p>
        <h1><bdi>${set.title}</bdi></h1>
        <p class="about">
          ${set.summary}
          ${shapeWords(set.shape)}${set.classes.length > 0 ? `, ${set.classes.length} classes` : ''}${set.bytes > 0 ? `, ${formatBytes(set.bytes)}` : ''}.
          Licence: ${set.licence}. Source: ${set.source}.
        </p>
      </header>
      ${this.fault === '' ? nothing : html`<p role="alert">${this.fault}</p>`}
      <div class="columns">
        <section class="card" aria-label="Browse">${this.#controls()} ${this.#page()}</section>
        <section class="card" aria-label="Figures">
          <h2>Figures</h2>
          ${this.statistics ? this.#figures(this.statistics) : html`<p class="muted" role="status">${this.fault === '' ? 'Counting…' : ''}</p>`}
        </section>
      </div>
      ${set.imported ? this.#removal(set) : nothing}
    </div>`;
  }

  protected override updated(): void {
    const mean = this.statistics?.meanImage;
    const canvas = this.renderRoot.querySelector<HTMLCanvasElement>('canvas.mean');
    if (mean && canvas) paintExample(canvas, mean.values, mean.shape);
  }

  get #size(): number {
    const rank = this.set.shape.length;
    return rank === 1 ? onPage.points : rank === 4 ? onPage.sequences : onPage.images;
  }

  #controls(): TemplateResult {
    const { classes } = this.set;
    const total = this.examples?.total ?? 0;
    const end = Math.min(total, this.start + this.#size);
    const isPoints = this.set.shape.length === 1;
    return html`<div class="row">
      <label
        >Examples
        <select
          @change=${(event: Event) => this.#show({ split: (event.target as HTMLSelectElement).value as 'train' | 'test', start: 0 })}
        >
          <option value="train">to train with</option>
          <option value="test" ?selected=${this.split === 'test'}>held out</option>
        </select></label
      >
      ${
        classes.length > 0 && !(isPoints && total === Infinity)
          ? html`<label
              >Class
              <select @change=${(event: Event) => this.#chooseClass((event.target as HTMLSelectElement).value)}>
                <option value="" ?selected=${this.label === undefined}>all</option>
                ${classes.map((name, label) => html`<option value=${label} ?selected=${label === this.label}>${name}</option>`)}
              </select></label
            >`
          : nothing
      }
      ${
        total === Infinity
          ? nothing
          : html`<button
                type="button"
                class="button icon"
                aria-label="Earlier examples"
                ?disabled=${this.start === 0}
                @click=${() => this.#show({ start: Math.max(0, this.start - this.#size) })}
              >
                ${icons.back}
              </button>
              <span class="small number" role="status"
                >${total === 0 ? 'none' : `${this.start + 1} to ${end} of ${formatCount(total)}`}</span
              >
              <button
                type="button"
                class="button icon"
                aria-label="Later examples"
                ?disabled=${end >= total}
                @click=${() => this.#show({ start: this.start + this.#size })}
              >
                ${icons.forward}
              </button>`
      }
    </div>`;
  }

  #page(): TemplateResult {
    if (!this.examples)
      return html`<p class="muted" role="status">${this.fault === '' ? 'Reading the examples…' : ''}</p>`;
    return html`<ll-examples .page=${this.examples} .classes=${this.set.classes} .start=${this.start}></ll-examples>`;
  }

  #figures({ train, test, examined, perClass, mean, std, histogram, meanImage }: DatasetStatistics): TemplateResult {
    const most = Math.max(1, ...perClass);
    const values = (list: readonly number[]): string => list.map((value) => formatNumber(value, 3)).join(', ');
    const count = (number: number): string => (number === Infinity ? 'without end' : formatCount(number));
    return html`<div class="figures">
      <div class="scroll" tabindex="0" role="region" aria-label="Figures of the set">
        <table>
          <tbody>
            <tr>
              <th scope="row">To train with</th>
              <td class="number">${count(train)}</td>
            </tr>
            <tr>
              <th scope="row">Held out</th>
              <td class="number">${count(test)}</td>
            </tr>
            <tr>
              <th scope="row">Mean</th>
              <td class="number">${values(mean)}</td>
            </tr>
            <tr>
              <th scope="row">Deviation</th>
              <td class="number">${values(std)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <div>
        <h3>${meanImage ? 'Pixels' : 'Coordinates'}</h3>
        <ll-histogram .histogram=${histogram} .label=${meanImage ? 'Pixel values' : 'Coordinates'}></ll-histogram>
      </div>
      ${
        meanImage
          ? html`<div>
              <h3>Mean of the examples</h3>
              <canvas class="mean" role="img" aria-label="Mean of the examples"></canvas>
            </div>`
          : nothing
      }
      ${
        perClass.length > 1
          ? html`<div>
              <h3>Classes</h3>
              <div class="scroll" tabindex="0" role="region" aria-label="Examples of each class">
                <table>
                  <tbody>
                    ${perClass.map(
                      (number, label) =>
                        html`<tr>
                          <th scope="row"><bdi>${this.set.classes[label] ?? label}</bdi></th>
                          <td class="number">${formatCount(number)}</td>
                          <td class="bar"><progress aria-hidden="true" max=${most} .value=${number}></progress></td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>
            </div>`
          : nothing
      }
      ${examined < train ? html`<p class="small muted">Of the first ${formatCount(examined)} examples.</p>` : nothing}
    </div>`;
  }

  #removal(set: ShownSet): TemplateResult {
    const uses = (this.lab.runs.value ?? []).filter(({ run }) => run.spec.data['set'] === set.id).length;
    return html`<div class="row">
        <button type="button" class="button danger" @click=${() => this.dialog.showModal()}>
          ${icons.remove} Delete this set
        </button>
      </div>
      <dialog aria-labelledby="question">
        <h2 id="question">Delete “<bdi>${set.title}</bdi>”?</h2>
        <p>
          ${uses === 0 ? 'No run uses it.' : `${uses === 1 ? 'One run uses it and' : `${uses} runs use it and`} can’t go on without it.`}
          The files that it was made of can be imported again.
        </p>
        <div class="row">
          <button type="button" class="button" @click=${() => this.dialog.close()}>Keep it</button>
          <button type="button" class="button danger" @click=${() => void this.#remove(set)}>Delete</button>
        </div>
      </dialog>`;
  }

  #chooseClass(value: string): void {
    this.label = value === '' ? undefined : Number(value);
    this.#show({ start: 0 });
  }

  #show({ split = this.split, start = this.start }: { split?: 'train' | 'test'; start?: number }): void {
    this.split = split;
    this.start = start;
    void this.#read();
  }

  async #read(): Promise<void> {
    const asked = ++this.#asked;
    const { split, start, label } = this;
    const request = { split, start, count: this.#size, ...(label !== undefined && { label }) };
    const answer = await this.lab.service.datasetExamples(this.set.chosen, request);
    if (asked !== this.#asked) return;
    if (answer.ok) this.examples = answer.value;
    else this.fault = `${answer.error.message} ${answer.error.remedy ?? ''}`;
  }

  async #count(): Promise<void> {
    const { set } = this;
    if (this.fault !== '') return;
    const answer = await this.lab.service.datasetStatistics(set.chosen);
    if (this.set.id === set.id && answer.ok) this.statistics = answer.value;
  }

  async #remove({ id, title }: ShownSet): Promise<void> {
    this.dialog.close();
    if (!(await this.lab.done(this.lab.service.removeDataset(id)))) return;
    this.lab.notices.info(`Deleted “${title}”.`);
    this.lab.go({ screen: 'data' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-set-screen': LlSetScreen;
  }
}
