import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ExamplesPage } from '../../worker/protocol/datasets.ts';
import { icons } from '../common/icons.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import { paintExample } from './paint-example.ts';
import './ll-examples.ts';

/** How long a frame is shown, milliseconds. */
const frameTime = 120;

/** Sequences as films that play together, or as strips of their frames. Nothing moves by itself where less motion is asked for. */
@customElement('ll-sequences')
export class LlSequences extends LitElement {
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

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(96px, 1fr));
        gap: 8px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      canvas {
        display: block;
        width: 100%;
        border-radius: 3px;
        background: var(--ll-line);
        image-rendering: pixelated;
      }

      .label {
        font-size: 0.76rem;
        color: var(--ll-muted);
        text-align: center;
      }
    `,
  ];

  @property({ attribute: false }) page!: ExamplesPage;
  /** Names of the classes. */
  @property({ attribute: false }) classes: readonly string[] = [];
  /** Number of the first example. */
  @property({ type: Number }) start = 0;
  @state() private asStrips = false;
  @state() private playing = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  @state() private frame = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  override render(): TemplateResult {
    return html`<div class="row">
        <label
          >Shown as
          <select @change=${(event: Event) => (this.asStrips = (event.target as HTMLSelectElement).value === 'strips')}>
            <option value="films" ?selected=${!this.asStrips}>films</option>
            <option value="strips" ?selected=${this.asStrips}>strips</option>
          </select></label
        >
        ${this.asStrips ? nothing : this.#transport()}
      </div>
      ${
        this.asStrips
          ? html`<ll-examples .page=${this.page} .classes=${this.classes} .start=${this.start}></ll-examples>`
          : this.#films()
      }`;
  }

  protected override updated(): void {
    const runs = this.playing && !this.asStrips && this.isConnected;
    if (runs) this.#timer ??= setInterval(() => (this.frame = (this.frame + 1) % this.#frames), frameTime);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    const { shape, values } = this.page;
    if (this.asStrips || values instanceof Float32Array) return;
    const frameShape = shape.slice(1);
    const each = frameShape.reduce((product, size) => product * size, 1);
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, i) => {
      const from = (i * this.#frames + this.frame) * each;
      paintExample(canvas, values.subarray(from, from + each), frameShape);
    });
  }

  get #frames(): number {
    return this.page.shape[0]!;
  }

  #transport(): TemplateResult {
    return html`<button type="button" class="button" @click=${() => (this.playing = !this.playing)}>
        ${this.playing ? icons.pause : icons.play} ${this.playing ? 'Pause' : 'Play'}
      </button>
      <label
        >Frame
        <input
          type="range"
          min="1"
          max=${this.#frames}
          .value=${String(this.frame + 1)}
          @input=${(event: Event) => {
            this.playing = false;
            this.frame = (event.target as HTMLInputElement).valueAsNumber - 1;
          }}
        /><span class="number">${this.frame + 1} of ${this.#frames}</span></label
      >`;
  }

  #films(): TemplateResult {
    const { shape, values, labels } = this.page;
    const count = values.length / shape.reduce((product, size) => product * size, 1);
    return html`<ul aria-label="Examples">
      ${Array.from({ length: count }, (_, i) => {
        const label = labels[i];
        const name = label === undefined ? '' : (this.classes[label] ?? String(label));
        return html`<li>
          <canvas role="img" aria-label=${`Example ${this.start + i + 1}${name === '' ? '' : `, ${name}`}`}></canvas>
          ${name === '' ? nothing : html`<p class="label" aria-hidden="true"><bdi>${name}</bdi></p>`}
        </li>`;
      })}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-sequences': LlSequences;
  }
}
