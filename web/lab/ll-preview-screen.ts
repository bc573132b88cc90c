import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import type { Objection } from '../../core/spec/catalogue.ts';
import { decodeLink } from '../../core/spec/link.ts';
import type { CheckedSpec } from '../../worker/protocol/service.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { banner } from '../common/banner.ts';
import { icons } from '../common/icons.ts';
import { base, buttons } from '../styles/shared.ts';
import '../common/ll-spec-summary.ts';
import '../formula/ll-formula.ts';
import './ll-thumbnail.ts';

/** What a shared link would run. Nothing is created before the person says so. */
@customElement('ll-preview-screen')
export class LlPreviewScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    banner,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      header {
        display: grid;
        grid-template-columns: 180px minmax(0, 1fr);
        gap: 20px;
        align-items: center;
      }

      ll-thumbnail {
        height: 120px;
        border-radius: var(--ll-radius);
        background: var(--ll-sunken);
      }

      header p {
        margin-top: 6px;
        color: var(--ll-muted);
      }

      .settings {
        padding: 16px 18px;
      }

      .identity {
        overflow-wrap: anywhere;
        margin-top: 14px;
      }

      ul {
        margin: 0;
        padding-left: 1.2em;
      }

      @media (max-width: 520px) {
        header {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property() fragment = '';
  @state() private checked: CheckedSpec | undefined;
  @state() private objections: readonly Objection[] = [];
  @state() private error = '';
  @state() private busy = false;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('fragment')) void this.#read();
  }

  override render(): TemplateResult {
    const catalogue = this.lab.catalogue.value;
    if (this.error !== '') {
      return html`<div class="screen">
        <h1>This link can’t be opened</h1>
        <div class="banner error" role="alert"><p class="words">${this.error}</p></div>
        <p><a class="button" href="#/lab">Make a new run</a></p>
      </div>`;
    }
    if (!this.checked || !catalogue) return html`<p class="muted" role="status">Reading the link…</p>`;
    const { spec, identity } = this.checked;
    const method = catalogue.methods.find(({ id }) => id === spec.method);
    const dataset = datasetCardOf(catalogue, spec.data);
    const blocked = this.busy || this.objections.length > 0;
    return html`<div class="screen">
      <header>
        <ll-thumbnail .card=${dataset}></ll-thumbnail>
        <div>
          <h1>A run, ready to start</h1>
          <p>
            ${method?.title ?? spec.method} on ${dataset?.title ?? spec.data.kind}. Nothing is created until you say so.
          </p>
          ${method ? html`<ll-formula .tex=${method.formula}></ll-formula>` : nothing}
        </div>
      </header>
      ${
        this.objections.length > 0
          ? html`<div class="banner error" role="alert">
              <div class="words">
                <strong>This run would not work here</strong>
                <ul>
                  ${this.objections.map(({ path, message }) => html`<li>${path === '' ? '' : `${path}: `}${message}</li>`)}
                </ul>
              </div>
            </div>`
          : nothing
      }
      <div class="row">
        <button type="button" class="button primary" ?disabled=${blocked} @click=${() => this.#create(true)}>
          ${icons.play} Create and start
        </button>
        <button type="button" class="button" ?disabled=${blocked} @click=${() => this.#create(false)}>
          Create run
        </button>
        <a class="button quiet" href="#/lab">Not now</a>
      </div>
      <section class="card settings" aria-label="What it would run">
        <ll-spec-summary .spec=${spec} .catalogue=${catalogue}></ll-spec-summary>
        <p class="identity small muted">Identity ${identity}</p>
      </section>
    </div>`;
  }

  async #read(): Promise<void> {
    this.checked = undefined;
    this.objections = [];
    this.error = '';
    let input: unknown;
    try {
      input = decodeLink(this.fragment);
    } catch (error) {
      this.error = error instanceof Error ? error.message : 'The link is damaged.';
      return;
    }
    const answer = await this.lab.service.check(input);
    if (!answer.ok) {
      this.error = `${answer.error.message}${answer.error.remedy ? ` ${answer.error.remedy}` : ''}`;
      return;
    }
    const objections = await this.lab.service.objections(answer.value.spec);
    this.objections = objections.ok ? objections.value : [];
    this.checked = answer.value;
  }

  async #create(train: boolean): Promise<void> {
    if (!this.checked) return;
    this.busy = true;
    const answer = await this.lab.create(this.checked.spec, train);
    this.busy = false;
    if (!answer.ok) this.error = answer.error.message;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-preview-screen': LlPreviewScreen;
  }
}
