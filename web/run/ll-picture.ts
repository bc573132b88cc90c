import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { download, fileName } from '../common/download.ts';
import { formatCount } from '../common/format.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import '../laboratory/ll-slow-motion.ts';
import './ll-images-view.ts';
import './ll-points-view.ts';

/** The picture of a run and the scrubber over its stored frames. */
@customElement('ll-picture')
export class LlPicture extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      .card {
        padding: 12px;
      }

      .empty {
        display: grid;
        place-items: center;
        aspect-ratio: 1;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
        color: var(--ll-muted);
        text-align: center;
        padding: 24px;
      }

      .scrubber {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 10px;
        margin-top: 10px;
        padding-top: 8px;
        border-top: 1px solid var(--ll-line);
        font-size: 0.88rem;
      }

      output {
        min-width: 6.5em;
        font-variant-numeric: tabular-nums;
      }

      .button {
        min-height: 30px;
        padding: 0 10px;
        font-size: 0.85rem;
      }

      .button[aria-pressed='true'] {
        border-color: var(--ll-accent);
        background: var(--ll-accent-soft);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;

  constructor() {
    super();
    new WatchController(this, () => [this.model.frame, this.model.shown, this.model.view]);
  }

  override render(): TemplateResult {
    return html`<section class="card" aria-label="Picture">
      ${this.#picture()} ${this.#scrubber()}
      <ll-slow-motion .lab=${this.lab} .model=${this.model}></ll-slow-motion>
    </section>`;
  }

  #picture(): TemplateResult {
    const frame = this.model.frame.value;
    const { realPoints, extent } = this.model.view.value;
    if (frame?.kind === 'images') return html`<ll-images-view .frame=${frame}></ll-images-view>`;
    if (frame || realPoints) {
      return html`<ll-points-view .frame=${frame} .realPoints=${realPoints} .extent=${extent ?? 1}></ll-points-view>`;
    }
    return html`<p class="empty">Samples appear here once training starts.</p>`;
  }

  #scrubber(): TemplateResult | typeof nothing {
    const { frameSteps } = this.model.view.value;
    const shown = this.model.shown.value;
    const frame = this.model.frame.value;
    if (frameSteps.length === 0) return nothing;
    const last = frameSteps.length - 1;
    const position = shown === 'live' ? last : Math.max(0, frameSteps.indexOf(shown));
    return html`<div class="scrubber">
      <output for="scrubber">Step ${formatCount(frame?.step ?? 0)}</output>
      <input
        id="scrubber"
        type="range"
        aria-label="Step of the picture"
        aria-valuetext=${`step ${frameSteps[position] ?? 0}`}
        min="0"
        max=${last}
        .value=${live(String(position))}
        @input=${this.#scrub}
      />
      <button
        type="button"
        class="button"
        aria-pressed=${shown === 'live'}
        @click=${() => this.model.show('live')}
        title="Follow training"
      >
        Latest
      </button>
      <button type="button" class="button" title="Save this picture as PNG" @click=${this.#savePicture}>PNG</button>
    </div>`;
  }

  /** Saves what is on show, layers and all, at the screen's resolution. */
  #savePicture(): void {
    const view = this.renderRoot.querySelector('ll-points-view, ll-images-view')?.shadowRoot;
    const canvas =
      view?.querySelector('canvas') ?? view?.querySelector('ll-image-grid')?.shadowRoot?.querySelector('canvas');
    const { name } = this.model.view.value.run;
    canvas?.toBlob((png) => png && download(png, `${fileName(name)}-step-${this.model.frame.value?.step ?? 0}.png`));
  }

  #scrub(event: Event): void {
    const step = this.model.view.value.frameSteps[(event.target as HTMLInputElement).valueAsNumber];
    if (step !== undefined) void this.model.show(step);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-picture': LlPicture;
  }
}
