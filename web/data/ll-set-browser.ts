import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ExamplesPage } from '../../worker/protocol/datasets.ts';
import { formatCount } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import type { ShownSet } from './shown-set.ts';
import './ll-examples.ts';
import './ll-sequences.ts';

/** Images on a page, sequences on one, and points in a plot. */
const onPage = { images: 60, sequences: 12, points: 2000 };

type Split = 'train' | 'test';

/** The examples of a dataset page by page, of one class if asked. Arrow keys, Home and End turn the pages too. */
@customElement('ll-set-browser')
export class LlSetBrowser extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
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

      input[type='number'] {
        width: 6.5em;
      }

      .page:focus-visible {
        border-radius: var(--ll-radius-small);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) set!: ShownSet;
  @state() private split: Split = 'train';
  @state() private label: number | undefined;
  /** Number of the first example that is asked for, and of the first that is shown. */
  @state() private start = 0;
  @state() private shownStart = 0;
  @state() private examples: ExamplesPage | undefined;
  @state() private fault = '';
  #asked = 0;

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('set') as ShownSet | undefined;
    if (!changed.has('set') || before?.id === this.set.id) return;
    this.split = 'train';
    this.label = undefined;
    this.start = 0;
    this.examples = undefined;
    this.fault = '';
    void this.#read();
  }

  override render(): TemplateResult {
    const { fault, examples } = this;
    return html`${this.#controls()} ${fault === '' ? nothing : html`<p role="alert">${fault}</p>`}
    ${
      examples
        ? html`<div class="page" tabindex="0" role="region" aria-label="Page of examples" @keydown=${this.#key}>
            ${this.#page(examples)}
          </div>`
        : html`<p class="muted" role="status">${fault === '' ? 'Reading the examples…' : ''}</p>`
    }`;
  }

  get #size(): number {
    const rank = this.set.shape.length;
    return rank === 1 ? onPage.points : rank === 4 ? onPage.sequences : onPage.images;
  }

  get #total(): number {
    return this.examples?.total ?? 0;
  }

  #page(examples: ExamplesPage): TemplateResult {
    const { classes } = this.set;
    if (examples.shape.length === 4)
      return html`<ll-sequences .page=${examples} .classes=${classes} .start=${this.shownStart}></ll-sequences>`;
    return html`<ll-examples .page=${examples} .classes=${classes} .start=${this.shownStart}></ll-examples>`;
  }

  #controls(): TemplateResult {
    const { classes } = this.set;
    const withoutEnd = this.#total === Infinity;
    return html`<div class="row">
      <label
        >Examples
        <select
          @change=${(event: Event) => this.#show({ split: (event.target as HTMLSelectElement).value as Split, start: 0 })}
        >
          <option value="train" ?selected=${this.split === 'train'}>to train with</option>
          <option value="test" ?selected=${this.split === 'test'}>held out</option>
        </select></label
      >
      ${
        classes.length > 0 && !(this.set.shape.length === 1 && withoutEnd)
          ? html`<label
              >Class
              <select @change=${(event: Event) => this.#chooseClass((event.target as HTMLSelectElement).value)}>
                <option value="" ?selected=${this.label === undefined}>all</option>
                ${classes.map((name, label) => html`<option value=${label} ?selected=${label === this.label}>${name}</option>`)}
              </select></label
            >`
          : nothing
      }
      ${withoutEnd ? nothing : this.#pager()}
    </div>`;
  }

  #pager(): TemplateResult {
    const { start } = this;
    const total = this.#total;
    const end = Math.min(total, start + this.#size);
    const button = (name: string, to: number, isOff: boolean, icon: unknown): TemplateResult =>
      html`<button
        type="button"
        class="button icon"
        aria-label=${name}
        ?disabled=${isOff}
        @click=${() => this.#show({ start: to })}
      >
        ${icon}
      </button>`;
    return html`${button('Earlier examples', start - this.#size, start === 0, icons.back)}
      <label
        >From
        <input
          type="number"
          min="1"
          max=${Math.max(1, total)}
          .value=${live(String(total === 0 ? 0 : start + 1))}
          ?disabled=${total === 0}
          @change=${(event: Event) => this.#show({ start: (event.target as HTMLInputElement).valueAsNumber - 1 })}
      /></label>
      <span class="small number" role="status"
        >${total === 0 ? 'none' : `to ${formatCount(end)} of ${formatCount(total)}`}</span
      >
      ${button('Later examples', start + this.#size, end >= total, icons.forward)}`;
  }

  #key(event: KeyboardEvent): void {
    // A slider within the page has arrow keys of its own.
    if (event.ctrlKey || event.metaKey || event.altKey || event.composedPath()[0] !== event.currentTarget) return;
    const last = Math.floor(Math.max(0, this.#total - 1) / this.#size) * this.#size;
    const to = { ArrowLeft: this.start - this.#size, ArrowRight: this.start + this.#size, Home: 0, End: last }[
      event.key
    ];
    if (to === undefined || this.#total === Infinity || to >= this.#total) return;
    event.preventDefault();
    this.#show({ start: to });
  }

  #chooseClass(value: string): void {
    this.label = value === '' ? undefined : Number(value);
    this.#show({ start: 0 });
  }

  /** @param start anything: what is no place in the set becomes the nearest one. */
  #show({ split = this.split, start = this.start }: { split?: Split; start?: number }): void {
    this.split = split;
    this.start = Math.max(0, Math.min(Math.trunc(start) || 0, Math.max(0, this.#total - 1)));
    this.requestUpdate();
    void this.#read();
  }

  async #read(): Promise<void> {
    const asked = ++this.#asked;
    const { split, start, label } = this;
    const request = { split, start, count: this.#size, ...(label !== undefined && { label }) };
    const answer = await this.lab.service.datasetExamples(this.set.chosen, request);
    if (asked !== this.#asked) return;
    this.fault = answer.ok ? '' : `${answer.error.message} ${answer.error.remedy ?? ''}`;
    if (!answer.ok) return;
    this.examples = answer.value;
    this.shownStart = start;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-set-browser': LlSetBrowser;
  }
}
