import { LitElement, css, html } from 'lit';
import type { TemplateResult, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Stage } from '../../worker/protocol/records.ts';
import { formatCount } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { isRunning } from '../common/state-label.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';

/** Milliseconds that each stage stays on show while slow motion plays. */
const pause = 1100;

/** One training step taken apart: who moves, and what the picture is after each move. */
@customElement('ll-slow-motion')
export class LlSlowMotion extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .bar {
        display: grid;
        grid-template-columns: auto auto auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 8px;
        margin-top: 10px;
        padding-top: 10px;
        border-top: 1px solid var(--ll-line);
      }

      .button {
        min-height: 32px;
      }

      .words {
        min-width: 0;
        font-size: 0.92rem;
        line-height: 1.3;
      }

      .words small {
        display: block;
        color: var(--ll-muted);
      }

      .closed {
        margin-top: 10px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;
  @state() private playing = false;
  @state() private asking = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.model.slow, this.model.view]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override updated(): void {
    if (this.playing && !this.model.slow.value && !this.asking) this.#stop();
  }

  override render(): TemplateResult {
    const { state: running, elsewhere, step, run } = this.model.view.value;
    const slow = this.model.slow.value;
    const over = step >= run.spec.steps;
    if (!slow) {
      return html`<button
        type="button"
        class="button closed"
        title="Make one training step and see each player’s move by itself"
        ?disabled=${elsewhere || isRunning(running) || over || this.asking}
        @click=${() => this.#next()}
      >
        ${icons.slow} Slow motion
      </button>`;
    }
    const stage = slow.stages[slow.at]!;
    const last = slow.at === slow.stages.length - 1;
    return html`<div class="bar" role="group" aria-label="Slow motion">
      <button
        type="button"
        class="button icon"
        title="The stage before"
        aria-label="The stage before"
        ?disabled=${slow.at === 0}
        @click=${() => this.#show(slow.at - 1)}
      >
        ${icons.back}
      </button>
      <button
        type="button"
        class="button icon"
        title=${this.playing ? 'Hold' : 'Play stage by stage'}
        aria-label=${this.playing ? 'Hold' : 'Play stage by stage'}
        aria-pressed=${this.playing}
        ?disabled=${over && last}
        @click=${() => (this.playing ? this.#stop() : this.#play())}
      >
        ${this.playing ? icons.pause : icons.play}
      </button>
      <button
        type="button"
        class="button icon"
        title=${last ? 'The next step' : 'The next stage'}
        aria-label=${last ? 'The next step' : 'The next stage'}
        ?disabled=${(over && last) || this.asking}
        @click=${() => this.#next()}
      >
        ${icons.forward}
      </button>
      <p class="words" role="status">${this.#nameOf(stage)}<small>${this.#placeOf(stage)}</small></p>
      <button
        type="button"
        class="button icon"
        aria-label="End slow motion"
        title="End slow motion"
        @click=${this.#close}
      >
        ${icons.close}
      </button>
    </div>`;
  }

  #nameOf({ player, move }: Stage): string {
    if (move === 0) return 'Before the step';
    const { method } = this.model.view.value.run.spec;
    const card = this.lab.catalogue.value?.methods.find(({ id }) => id === method);
    return `${card?.players[player]?.label ?? player} moves`;
  }

  #placeOf({ move, moves, frame }: Stage): TemplateResult | typeof nothing {
    const step = this.model.view.value.step;
    return html`${move === 0 ? `${moves} moves to come` : `move ${move} of ${moves}`} · step
    ${formatCount(Math.max(step, frame.step))}`;
  }

  #show(at: number): void {
    const slow = this.model.slow.value;
    if (slow) this.model.showStage({ ...slow, at });
  }

  /** The next stage, or another step when this one is over. */
  async #next(): Promise<void> {
    const slow = this.model.slow.value;
    if (slow && slow.at < slow.stages.length - 1) return this.#show(slow.at + 1);
    this.asking = true;
    const stages = await this.lab.attempt(this.lab.service.stages(this.model.id));
    this.asking = false;
    if (stages && stages.length > 0) this.model.showStage({ stages, at: 0 });
    else this.#stop();
  }

  #play(): void {
    this.playing = true;
    this.#timer = setTimeout(() => {
      void this.#next().then(() => {
        const { step, run } = this.model.view.value;
        const slow = this.model.slow.value;
        const over = step >= run.spec.steps && slow?.at === slow!.stages.length - 1;
        if (this.playing && slow && !over) this.#play();
        else this.#stop();
      });
    }, pause);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.playing = false;
  }

  #close(): void {
    this.#stop();
    this.model.showStage(undefined);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-slow-motion': LlSlowMotion;
  }
}
