import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ImportFile, ImportOptions, ImportProgress, ImportReport } from '../../worker/protocol/datasets.ts';
import type { ServiceError } from '../../worker/protocol/errors.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { ListenController } from '../state/listen.ts';
import { hashOf } from '../state/route.ts';
import { base, buttons, inputs, progressBars } from '../styles/shared.ts';
import { droppedFiles, pickedFiles, titleOf } from './chosen-files.ts';

/** Sides that images can be brought to. */
const sides = [16, 28, 32, 48, 64, 96, 128] as const;

/** Brings files in as a set: by button, folder picker, or drag and drop; tells how far it is and what was left out. */
@customElement('ll-import')
export class LlImport extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    progressBars,
    css`
      section {
        display: grid;
        gap: 12px;
        padding: 16px 18px;
        border-style: dashed;
      }

      section.over {
        border-color: var(--ll-accent);
        background: var(--ll-accent-soft);
      }

      .options {
        display: flex;
        flex-wrap: wrap;
        gap: 10px 18px;
      }

      .options label {
        display: grid;
        gap: 3px;
        font-size: 0.85rem;
      }

      input[type='file'] {
        display: none;
      }

      .at {
        overflow-wrap: anywhere;
      }

      .report {
        display: grid;
        gap: 6px;
        overflow-wrap: anywhere;
      }

      .report ul {
        max-height: 12em;
        margin: 0;
        padding-left: 20px;
        overflow: auto;
        font-size: 0.85rem;
      }

      bdi {
        font-weight: 600;
      }

      .fault {
        color: var(--ll-danger);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private progress: ImportProgress | undefined;
  @state() private report: ImportReport | undefined;
  @state() private error: ServiceError | undefined;
  @state() private over = false;
  @query('#files') private readonly files!: HTMLInputElement;
  @query('#folder') private readonly folder!: HTMLInputElement;

  constructor() {
    super();
    new ListenController(this, {
      event: (event) => {
        if (event.type === 'import' && this.progress) this.progress = event;
      },
    });
  }

  override render(): TemplateResult {
    const busy = this.progress !== undefined;
    return html`<section
      class="card ${this.over ? 'over' : ''}"
      aria-label="Import"
      @dragover=${(event: DragEvent) => {
        event.preventDefault();
        this.over = true;
      }}
      @dragleave=${() => (this.over = false)}
      @drop=${(event: DragEvent) => void this.#drop(event)}
    >
      <h2>Import a set</h2>
      <p class="small muted">
        Images in folders or a zip (a folder is a class), IDX, NPY and NPZ, CSV of points or of square images, CIFAR-10
        binary; gzipped or not. Drop them here, or choose them. They stay on this device.
      </p>
      <div class="options">
        <label
          >Size of images
          <select id="side" ?disabled=${busy}>
            <option value="">as they are</option>
            ${sides.map((side) => html`<option value=${side}>${side} x ${side}</option>`)}
          </select></label
        >
        <label
          >Where not square
          <select id="fit" ?disabled=${busy}>
            <option value="crop">take the middle</option>
            <option value="stretch">squeeze</option>
          </select></label
        >
        <label
          >Colour
          <select id="colour" ?disabled=${busy}>
            <option value="auto">as they are</option>
            <option value="grey">grey</option>
            <option value="colour">colour</option>
          </select></label
        >
        <label
          >Held out
          <select id="share" ?disabled=${busy}>
            ${[0.05, 0.1, 0.2, 0.3].map((share) => html`<option value=${share} ?selected=${share === 0.1}>${100 * share} %</option>`)}
          </select></label
        >
        <label
          >Name
          <input
            id="title"
            type="text"
            maxlength="120"
            placeholder="that of the files"
            autocomplete="off"
            ?disabled=${busy}
        /></label>
      </div>
      <input id="files" type="file" multiple aria-label="Files to import" @change=${() => this.#picked(this.files)} />
      <input
        id="folder"
        type="file"
        webkitdirectory
        aria-label="Folder to import"
        @change=${() => this.#picked(this.folder)}
      />
      <div class="row">
        <button type="button" class="button primary" ?disabled=${busy} @click=${() => this.files.click()}>
          ${icons.import} Choose files
        </button>
        <button type="button" class="button" ?disabled=${busy} @click=${() => this.folder.click()}>
          Choose a folder
        </button>
        ${busy ? html`<button type="button" class="button" @click=${() => void this.lab.service.cancelImport()}>Cancel</button>` : nothing}
      </div>
      ${this.progress ? this.#progress(this.progress) : nothing}
      <div class="report" role="status">${this.report ? this.#report(this.report) : nothing}</div>
      <div class="report" role="alert">
        ${
          this.error
            ? html`<p class="fault">${this.error.message}</p>
                ${this.error.remedy ? html`<p class="small">${this.error.remedy}</p>` : nothing}`
            : nothing
        }
      </div>
    </section>`;
  }

  #progress({ done, what }: ImportProgress): TemplateResult {
    return html`<div>
      <p class="small muted at"><bdi>${what === '' ? 'Opening the files…' : what}</bdi></p>
      <progress aria-label="Import" max="1" .value=${done}></progress>
    </div>`;
  }

  #report({ set, known, skipped, skippedCount }: ImportReport): TemplateResult {
    const count = set.train + set.test;
    const href = hashOf({ screen: 'data', set: set.id });
    return html`<p>
        ${known ? 'This set is here already: ' : 'Imported '}<a href=${href}><bdi>${set.title}</bdi></a
        >, ${count} examples.
      </p>
      ${
        skippedCount === 0
          ? nothing
          : html`<details>
              <summary>${skippedCount} ${skippedCount === 1 ? 'file was' : 'files were'} left out</summary>
              <ul>
                ${skipped.map(({ name, reason }) => html`<li><bdi>${name}</bdi> ${reason}</li>`)}
                ${skippedCount > skipped.length ? html`<li>and ${skippedCount - skipped.length} more</li>` : nothing}
              </ul>
            </details>`
      }`;
  }

  #picked(input: HTMLInputElement): void {
    const files = pickedFiles(input.files);
    // The same files may be chosen again.
    input.value = '';
    void this.#import(files);
  }

  async #drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    this.over = false;
    if (this.progress || !event.dataTransfer) return;
    await this.#import(await droppedFiles(event.dataTransfer));
  }

  async #import(files: readonly ImportFile[]): Promise<void> {
    if (files.length === 0) return;
    this.report = this.error = undefined;
    this.progress = { done: 0, what: '' };
    const title = this.#value('title').trim();
    const answer = await this.lab.service.importDataset({
      files,
      title: title === '' ? titleOf(files) : title,
      options: this.#options(),
    });
    this.progress = undefined;
    if (answer.ok) this.report = answer.value;
    else this.error = answer.error;
    this.dispatchEvent(new CustomEvent('ll-imported'));
  }

  #options(): ImportOptions {
    const side = this.#value('side');
    return {
      ...(side !== '' && { side: Number(side) }),
      fit: this.#value('fit') as ImportOptions['fit'],
      colour: this.#value('colour') as ImportOptions['colour'],
      testShare: Number(this.#value('share')),
    };
  }

  #value(id: string): string {
    return (this.renderRoot.querySelector(`#${id}`) as HTMLInputElement | HTMLSelectElement).value;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-import': LlImport;
  }
}
