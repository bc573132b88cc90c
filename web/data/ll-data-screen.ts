import { LitElement, css, html } from 'lit';
import type { TemplateResult, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ImportedSetRecord } from '../../worker/protocol/datasets.ts';
import { formatBytes } from '../common/format.ts';
import { offlineData } from '../pwa/offline-data.ts';
import type { DataFileState } from '../service-worker/data-files.ts';
import type { Lab } from '../state/lab.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base } from '../styles/shared.ts';
import { paintExample } from './paint-example.ts';
import type { ShownSet } from './shown-set.ts';
import { shapeWords, shownSets } from './shown-set.ts';
import '../lab/ll-thumbnail.ts';
import './ll-import.ts';
import './ll-set-screen.ts';

/** Every dataset of this device, and the way to bring another. */
@customElement('ll-data-screen')
export class LlDataScreen extends LitElement {
  static override styles = [
    base,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
        gap: 14px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li a {
        display: grid;
        grid-template-rows: auto 1fr;
        grid-template-columns: minmax(0, 1fr);
        height: 100%;
        overflow: hidden;
        color: inherit;
        text-decoration: none;
      }

      li a:hover {
        border-color: var(--ll-accent);
      }

      .art {
        height: 96px;
        padding: 8px;
        background: var(--ll-bg);
        border-bottom: 1px solid var(--ll-line);
      }

      ll-thumbnail {
        height: 100%;
      }

      .strip {
        display: flex;
        gap: 4px;
        height: 100%;
        overflow: hidden;
      }

      .strip canvas {
        height: 100%;
        border-radius: 3px;
        image-rendering: pixelated;
      }

      .words {
        padding: 12px 14px 14px;
        overflow-wrap: anywhere;
      }

      .words p {
        margin-top: 4px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  /** Of the set to look at; empty for all of them. */
  @property() set = '';
  @state() private imported: readonly ImportedSetRecord[] | undefined;
  @state() private files: readonly DataFileState[] = [];
  /** First examples of the app's sets of images that need no file, by the set. */
  @state() private drawn: ReadonlyMap<string, Preview> = new Map();

  constructor() {
    super();
    // A set that comes or goes changes what can be chosen.
    new WatchController(this, () => [this.lab.catalogue]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void offlineData().then((files) => (this.files = files));
  }

  #listed: unknown;

  protected override willUpdate(): void {
    const catalogue = this.lab.catalogue.value;
    if (catalogue === this.#listed) return;
    this.#listed = catalogue;
    void this.#list();
  }

  override render(): TemplateResult {
    const catalogue = this.lab.catalogue.value;
    if (!catalogue || !this.imported) return html`<p class="muted" role="status">Looking for sets…</p>`;
    const sets = shownSets(catalogue, this.imported);
    if (this.set !== '') {
      const set = sets.find(({ id }) => id === this.set);
      if (set) return html`<ll-set-screen .lab=${this.lab} .set=${set}></ll-set-screen>`;
      return html`<h1>This set is not on this device</h1>
        <p>Import the same files again, with the same options. <a href="#/data">All sets</a></p>`;
    }
    return html`<div class="screen">
      <header><h1>Data</h1></header>
      <ll-import .lab=${this.lab}></ll-import>
      <ul>
        ${sets.map((set) => html`<li>${this.#card(set)}</li>`)}
      </ul>
    </div>`;
  }

  protected override updated(): void {
    for (const canvas of this.renderRoot.querySelectorAll<HTMLCanvasElement>('.strip canvas')) {
      const [id = '', index] = [canvas.dataset['set'], Number(canvas.dataset['index'])];
      const preview = this.#previewOf(id);
      if (!preview) continue;
      const each = sizeOf(preview);
      paintExample(canvas, preview.values.subarray(index * each, (index + 1) * each), preview.shape);
    }
  }

  #card(set: ShownSet): TemplateResult {
    const kept = this.#keptOffline(set);
    const preview = this.#previewOf(set.id);
    return html`<a class="card" href=${hashOf({ screen: 'data', set: set.id })}>
      <div class="art">
        ${preview ? strip(set.id, preview) : html`<ll-thumbnail .card=${set.card ?? { ...set, fields: {}, classes: 0, id: 'imported' }}></ll-thumbnail>`}
      </div>
      <div class="words">
        <h2 class="minor"><bdi>${set.title}</bdi></h2>
        <p class="small">${set.summary}</p>
        <p class="small muted">
          ${shapeWords(set.shape)}${set.classes.length > 0 ? `; ${set.classes.length} classes` : ''};
          ${set.bytes > 0 ? formatBytes(set.bytes) : 'made when needed'}; ${kept}
        </p>
        <p class="small muted">Licence: ${set.licence}. ${set.source}</p>
      </div>
    </a>`;
  }

  #previewOf(id: string): Preview | undefined {
    const set = this.imported?.find((candidate) => candidate.id === id);
    if (!set) return this.drawn.get(id);
    return set.preview instanceof Uint8Array ? { shape: set.shape, values: set.preview } : undefined;
  }

  #keptOffline({ bytes, id, imported }: ShownSet): string | typeof nothing {
    if (imported || bytes === 0) return 'works offline';
    const family = id.includes('fashion') ? 'fashion-mnist' : 'mnist';
    const files = this.files.filter(({ name }) => name.startsWith(`${family}-`));
    if (files.length === 0) return 'fetched when needed';
    return files.every(({ kept }) => kept) ? 'kept offline' : 'not kept offline yet';
  }

  async #list(): Promise<void> {
    const answer = await this.lab.service.datasets();
    if (answer.ok) this.imported = answer.value;
    else this.lab.notices.error(answer.error);
    for (const { card, chosen } of shownSets(this.lab.catalogue.value!, [])) {
      if (!card || card.bytes > 0 || card.shape.length !== 3 || this.drawn.has(card.id)) continue;
      const examples = await this.lab.service.datasetExamples(chosen, {
        split: 'train',
        start: 0,
        count: shownExamples,
      });
      // Without them the card keeps its drawing.
      if (!examples.ok || examples.value.values instanceof Float32Array) continue;
      const { shape, values } = examples.value;
      this.drawn = new Map(this.drawn).set(card.id, { shape, values });
    }
  }
}

/** Examples on a card, `[n, ...shape]`, 0 to 255. */
interface Preview {
  readonly shape: readonly number[];
  readonly values: Uint8Array | Uint8ClampedArray;
}

/** As many as a card has room for. */
const shownExamples = 4;

const sizeOf = ({ shape }: Preview): number => shape.reduce((product, size) => product * size, 1);

function strip(id: string, preview: Preview): TemplateResult {
  const count = Math.min(8, Math.floor(preview.values.length / sizeOf(preview)));
  return html`<div class="strip" aria-hidden="true">
    ${Array.from({ length: count }, (_, i) => html`<canvas data-set=${id} data-index=${i}></canvas>`)}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-data-screen': LlDataScreen;
  }
}
