import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { expectedCost } from '../common/evaluation-cost.ts';
import { Draft } from '../form/draft.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base } from '../styles/shared.ts';
import type { PresetChoice } from './ll-presets.ts';
import '../form/ll-spec-form.ts';
import './ll-launch-bar.ts';
import './ll-presets.ts';

/** A new run: presets first, then every setting. */
@customElement('ll-new-screen')
export class LlNewScreen extends LitElement {
  static override styles = [
    base,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 18px;
      }

      header p {
        margin-top: 6px;
        max-width: 62ch;
        color: var(--ll-muted);
      }

      .loading {
        min-height: 300px;
        display: grid;
        place-items: center;
        color: var(--ll-muted);
      }

      #settings {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
        scroll-margin-top: 72px;
        margin-top: 8px;
        padding-top: 22px;
        border-top: 1px solid var(--ll-line);
      }

      #settings:focus-visible {
        outline: none;
      }

      #settings p {
        margin-top: 4px;
        max-width: 62ch;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private draft: Draft | undefined;
  @state() private chosen = '';
  @state() private busy = false;
  @state() private error = '';

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue, this.lab.runs, ...(this.draft ? [this.draft.spec] : [])]);
  }

  protected override willUpdate(): void {
    const catalogue = this.lab.catalogue.value;
    const [preset] = catalogue?.presets ?? [];
    if (this.draft || !catalogue || !preset) return;
    this.draft = new Draft(preset.spec, catalogue, this.lab.service);
    this.chosen = preset.id;
  }

  override render(): TemplateResult {
    const catalogue = this.lab.catalogue.value;
    return html`<div class="screen">
      <header>
        <h1>Train a generative model on this device</h1>
        <p>
          Press Train and watch it learn, or
          <a href="#settings" @click=${this.#toSettings}>set every detail yourself</a>. Nothing leaves this device.
        </p>
      </header>
      ${
        catalogue
          ? html`<section aria-label="Presets">
                <ll-presets
                  .catalogue=${catalogue}
                  .chosen=${this.chosen}
                  ?busy=${this.busy}
                  @ll-preset=${this.#choosePreset}
                ></ll-presets>
              </section>
              ${
                this.draft
                  ? html`<section id="settings" tabindex="-1" aria-label="Settings">
                      <header>
                        <h2>Your own run</h2>
                        <p>${this.#startingPoint()}</p>
                      </header>
                      <ll-spec-form
                        .draft=${this.draft}
                        .catalogue=${catalogue}
                        .evaluationCost=${this.#evaluationCost(this.draft)}
                      ></ll-spec-form>
                      <ll-launch-bar
                        .draft=${this.draft}
                        .error=${this.error}
                        ?busy=${this.busy}
                        @ll-show=${(event: CustomEvent<string>) => this.renderRoot.querySelector('ll-spec-form')?.reveal(event.detail)}
                        @ll-launch=${(event: CustomEvent<boolean>) => this.#launch(event.detail)}
                      ></ll-launch-bar>
                    </section>`
                  : nothing
              }`
          : html`<p class="loading" role="status">Reading what can be trained…</p>`
      }
    </div>`;
  }

  #startingPoint(): string {
    const preset = this.lab.catalogue.value?.presets.find(({ id }) => id === this.chosen);
    return `It starts as “${preset?.title ?? 'the first preset'}”: change what you like. Adjust on another preset starts from that one.`;
  }

  #toSettings(event: Event): void {
    event.preventDefault();
    this.#showSettings();
  }

  #showSettings(): void {
    const settings = this.renderRoot.querySelector<HTMLElement>('#settings');
    settings?.scrollIntoView({ behavior: 'smooth' });
    settings?.focus({ preventScroll: true });
  }

  #evaluationCost({ spec }: Draft): string {
    return expectedCost(
      spec.value,
      (this.lab.runs.value ?? []).map(({ run }) => run),
    );
  }

  async #choosePreset({ detail: { preset, train } }: CustomEvent<PresetChoice>): Promise<void> {
    const catalogue = this.lab.catalogue.value;
    if (!catalogue) return;
    this.error = '';
    if (train) return this.#create(() => this.lab.create(preset.spec, true, preset.title));
    this.draft = new Draft(preset.spec, catalogue, this.lab.service);
    this.chosen = preset.id;
    await this.updateComplete;
    this.#showSettings();
  }

  async #launch(train: boolean): Promise<void> {
    const { draft } = this;
    if (draft) await this.#create(() => this.lab.create(draft.spec.value, train));
  }

  async #create(create: () => ReturnType<Lab['create']>): Promise<void> {
    this.busy = true;
    const answer = await create();
    this.busy = false;
    this.error = answer.ok ? '' : answer.error.message;
    // A preset's Train button is far from the bar: say it where it is seen.
    if (!answer.ok) this.lab.notices.error(answer.error);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-new-screen': LlNewScreen;
  }
}
