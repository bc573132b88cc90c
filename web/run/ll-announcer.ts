import { LitElement, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount, formatName, formatNumber } from '../common/format.ts';
import { stateLabels } from '../common/state-label.ts';
import type { RunModel } from '../state/run-model.ts';
import { base } from '../styles/shared.ts';

/** Rate at which a training run is summed up aloud, in milliseconds: slower than a sentence is read. */
const summaryInterval = 15_000;

/** Says in a live region how the run is doing, at once when its state changes and now and then while it trains. */
@customElement('ll-announcer')
export class LlAnnouncer extends LitElement {
  static override styles = [base];

  @property({ attribute: false }) model!: RunModel;
  @state() private words = '';
  #end: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #state = '';

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.model.view.value.state === 'training' && this.#say(), summaryInterval);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#end?.();
    this.#end = undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('model')) return;
    this.#end?.();
    this.#state = this.model.view.value.state;
    this.#end = this.model.view.subscribe(() => {
      if (this.model.view.value.state === this.#state) return;
      this.#state = this.model.view.value.state;
      this.#say();
    });
  }

  override render(): TemplateResult {
    return html`<p class="visually-hidden" role="status" aria-live="polite">${this.words}</p>`;
  }

  #say(): void {
    const { state, step } = this.model.view.value;
    const last = this.model.curves.value.points.at(-1);
    const values = Object.entries(last?.values ?? {})
      .filter(([name]) => name.endsWith('/loss') || !name.includes('/'))
      .slice(0, 3)
      .map(([name, value]) => `${formatName(name)} ${formatNumber(value, 3)}`);
    this.words = `${stateLabels[state]}, step ${formatCount(step)}${values.length > 0 ? `: ${values.join(', ')}` : ''}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-announcer': LlAnnouncer;
  }
}
