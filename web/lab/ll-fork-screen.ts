import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { mostSteps } from '../../core/spec/run-fields.ts';
import type { RunRecord } from '../../worker/protocol/records.ts';
import { Draft } from '../form/draft.ts';
import { formatCount } from '../common/format.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base } from '../styles/shared.ts';
import '../form/ll-spec-form.ts';
import './ll-launch-bar.ts';

/** A new run from a checkpoint of another: the form filled with its settings, changes marked. */
@customElement('ll-fork-screen')
export class LlForkScreen extends LitElement {
  static override styles = [
    base,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      header p {
        margin-top: 6px;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property() runId = '';
  @property({ type: Number }) step = 0;
  @state() private parent: RunRecord | undefined;
  @state() private draft: Draft | undefined;
  @state() private busy = false;
  @state() private error = '';
  /** The step that is forked: the nearest stored one at or before the one asked for. */
  @state() private from = 0;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('runId') || changed.has('step')) void this.#load();
    const catalogue = this.lab.catalogue.value;
    if (!this.parent || !catalogue || this.draft) return;
    this.draft = new Draft(this.parent.spec, catalogue, this.lab.service);
    // A fork of the last step would be over as it begins.
    const { steps } = this.parent.spec;
    if (this.from >= steps) this.draft.set('steps', Math.min(this.from + steps, mostSteps));
  }

  override render(): TemplateResult {
    const catalogue = this.lab.catalogue.value;
    const { parent, draft } = this;
    if (!parent || !draft || !catalogue) {
      return html`<p role="status" class="muted">${this.error === '' ? 'Opening the run…' : this.error}</p>`;
    }
    return html`<div class="screen">
      <header>
        <h1>Fork “${parent.name}”</h1>
        <p>
          The new run starts with the weights of step ${formatCount(this.from)}. Change what should differ: it is
          marked, so that the two can be
          compared.${this.from >= parent.spec.steps ? ' The run was over: this one has more steps.' : ''}
        </p>
      </header>
      <ll-spec-form .draft=${draft} .catalogue=${catalogue} .fixed=${['method', 'data'] as const}></ll-spec-form>
      <ll-launch-bar
        noun="fork"
        .draft=${draft}
        .error=${this.error}
        ?busy=${this.busy}
        @ll-show=${(event: CustomEvent<string>) => this.renderRoot.querySelector('ll-spec-form')?.reveal(event.detail)}
        @ll-launch=${(event: CustomEvent<boolean>) => this.#launch(event.detail)}
      ></ll-launch-bar>
    </div>`;
  }

  async #load(): Promise<void> {
    this.draft = undefined;
    this.parent = undefined;
    const { runId, step } = this;
    let answer = await this.lab.service.open(runId);
    // The step on show may be newer than the last checkpoint: store it, so that the fork starts where the person is.
    if (
      answer.ok &&
      !answer.value.elsewhere &&
      answer.value.step >= step &&
      !answer.value.checkpoints.some((c) => c.step === step) &&
      step > 0
    ) {
      await this.lab.service.save(runId, false);
      answer = await this.lab.service.open(runId);
    }
    if (this.runId !== runId) return;
    if (!answer.ok) {
      this.error = answer.error.message;
      return;
    }
    const stored = answer.value.checkpoints.map((checkpoint) => checkpoint.step);
    this.from = stored.filter((at) => at <= step).at(-1) ?? stored[0] ?? 0;
    this.parent = answer.value.run;
  }

  async #launch(train: boolean): Promise<void> {
    if (!this.draft) return;
    this.busy = true;
    const answer = await this.lab.fork(this.runId, this.from, this.draft.changedParts, train);
    this.busy = false;
    this.error = answer.ok ? '' : answer.error.message;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-fork-screen': LlForkScreen;
  }
}
