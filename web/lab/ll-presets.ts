import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Catalogue, Preset } from '../../core/spec/catalogue.ts';
import { icons } from '../common/icons.ts';
import { formatCount } from '../common/format.ts';
import { base, buttons } from '../styles/shared.ts';
import './ll-thumbnail.ts';

/** What a person wants of a preset. */
export interface PresetChoice {
  readonly preset: Preset;
  readonly train: boolean;
}

/**
 * Runs known to converge, to start from.
 *
 * @fires ll-preset with a PresetChoice
 */
@customElement('ll-presets')
export class LlPresets extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      section + section {
        margin-top: 26px;
      }

      section > h2 {
        margin-bottom: 10px;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 215px), 1fr));
        gap: 14px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        flex-direction: column;
        overflow: hidden;
        transition: border-color 0.15s;
      }

      li:hover,
      li.chosen {
        border-color: var(--ll-accent);
      }

      ll-thumbnail {
        height: 108px;
        background: var(--ll-sunken);
        border-bottom: 1px solid var(--ll-line);
      }

      .words {
        flex: 1;
        padding: 12px 14px 4px;
      }

      .words p {
        margin-top: 4px;
        font-size: 0.88rem;
        line-height: 1.42;
        color: var(--ll-muted);
      }

      .row {
        padding: 8px 14px 14px;
      }

      .row .primary {
        flex: 1;
      }

      @media (max-width: 520px) {
        li {
          display: grid;
          grid-template-columns: 96px minmax(0, 1fr);
        }

        ll-thumbnail {
          grid-row: 1 / 3;
          height: auto;
          min-height: 110px;
          border-bottom: 0;
          border-right: 1px solid var(--ll-line);
        }
      }
    `,
  ];

  @property({ attribute: false }) catalogue!: Catalogue;
  /** Id of the preset that the form holds. */
  @property() chosen = '';
  @property({ type: Boolean }) busy = false;

  override render(): TemplateResult {
    const { presets } = this.catalogue;
    const themes = [...new Set(presets.map(({ theme }) => theme))];
    return html`${themes.map(
      (theme) =>
        html`<section aria-label=${theme}>
          <h2>${theme}</h2>
          <ul>
            ${presets.filter((preset) => preset.theme === theme).map((preset) => this.#card(preset))}
          </ul>
        </section>`,
    )}`;
  }

  #card(preset: Preset): TemplateResult {
    const dataset = this.catalogue.datasets.find(({ id }) => id === preset.spec.data.kind);
    return html`<li class="card ${preset.id === this.chosen ? 'chosen' : ''}">
      <ll-thumbnail .card=${dataset}></ll-thumbnail>
      <div class="words">
        <h3 class="minor">${preset.title}</h3>
        <p>${preset.summary}</p>
        <p>${formatCount(preset.spec.steps)} steps</p>
      </div>
      <div class="row">
        <button
          type="button"
          class="button primary"
          ?disabled=${this.busy}
          aria-label=${`Train ${preset.title}`}
          @click=${() => this.#choose(preset, true)}
        >
          ${icons.play} Train
        </button>
        <button
          type="button"
          class="button"
          ?disabled=${this.busy}
          aria-label=${`Adjust ${preset.title}`}
          aria-pressed=${preset.id === this.chosen}
          @click=${() => this.#choose(preset, false)}
        >
          Adjust
        </button>
      </div>
    </li>`;
  }

  #choose(preset: Preset, train: boolean): void {
    this.dispatchEvent(new CustomEvent<PresetChoice>('ll-preset', { detail: { preset, train } }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-presets': LlPresets;
  }
}
