import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatCount, formatNumber } from '../common/format.ts';
import { coveredModes, countModes } from '../laboratory/mode-counts.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { pictureCard } from '../styles/picture-card.ts';
import { base } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import '../common/ll-state.ts';
import '../run/ll-images-view.ts';
import '../run/ll-points-view.ts';

/** One run of a race: its picture, and how it does. */
@customElement('ll-racer')
export class LlRacer extends LitElement {
  static override styles = [
    base,
    swatches,
    pictureCard,
    css`
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        margin: 8px 0 0;
        font-size: 0.95rem;
        font-variant-numeric: tabular-nums;
      }

      dl div {
        display: flex;
        gap: 5px;
      }

      dt {
        color: var(--ll-muted);
      }

      dd {
        margin: 0;
        font-weight: 600;
      }

      .trouble {
        margin-top: 6px;
        font-size: 0.85rem;
        color: var(--ll-danger);
      }
    `,
  ];

  @property({ attribute: false }) model!: RunModel;
  /** Place among the runs of the race, which is its colour. */
  @property({ type: Number }) place = 0;

  constructor() {
    super();
    new WatchController(this, () => [this.model.view, this.model.frame]);
  }

  override render(): TemplateResult {
    const { run, state, elsewhere, trouble } = this.model.view.value;
    return html`<article class="card">
      <header class=${seriesClass(this.place)}>
        <span class="swatch"></span>
        <h2><a href=${`#/lab/${encodeURIComponent(run.id)}`}>${run.name}</a></h2>
        <ll-state .state=${state} ?elsewhere=${elsewhere}></ll-state>
      </header>
      ${this.#picture()}
      <dl>
        ${this.#figures().map(
          ([name, value]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}</dd>
            </div>`,
        )}
      </dl>
      ${trouble ? html`<p class="trouble" role="status">${trouble.message}</p>` : nothing}
    </article>`;
  }

  #picture(): TemplateResult {
    const frame = this.model.frame.value;
    const { realPoints, extent } = this.model.view.value;
    if (frame?.kind === 'images') return html`<ll-images-view .frame=${frame}></ll-images-view>`;
    if (frame || realPoints) {
      return html`<ll-points-view
        plain
        .frame=${frame}
        .realPoints=${realPoints}
        .extent=${extent ?? 1}
      ></ll-points-view>`;
    }
    return html`<p class="empty">No picture yet</p>`;
  }

  #figures(): readonly (readonly [string, string])[] {
    const { step, modes } = this.model.view.value;
    const frame = this.model.frame.value;
    const figures: [string, string][] = [['Step', formatCount(step)]];
    if (frame?.kind === 'points') {
      if (modes) {
        const counts = countModes(frame.samples, modes);
        figures.push(['Modes', `${coveredModes(counts)} of ${counts.all.length}`]);
      }
      if (frame.divergence) figures.push(['JS', `${formatNumber(frame.divergence.js, 3)} nats`]);
    }
    return figures;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-racer': LlRacer;
  }
}
