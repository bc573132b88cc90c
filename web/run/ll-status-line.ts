import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { formatAgo, formatBytes, formatCount, formatDuration, formatNumber } from '../common/format.ts';
import { describeArithmetic, describeExecution, describeMemory } from '../common/execution.ts';
import { isRunning } from '../common/state-label.ts';
import { base } from '../styles/shared.ts';

const backendNames = { wasm: 'WebAssembly', webgpu: 'WebGPU', cpu: 'JavaScript' } as const;
/** How often ages and free storage are looked at anew, in milliseconds. */
const refreshInterval = 10_000;

/** Where and how fast a run trains, and what it takes: always in sight. */
@customElement('ll-status-line')
export class LlStatusLine extends LitElement {
  static override styles = [
    base,
    css`
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 1px;
        margin: 0;
        overflow: hidden;
        background: var(--ll-line);
      }

      dl > div {
        flex: 1 1 112px;
        padding: 7px 12px 8px;
        background: var(--ll-surface);
        min-width: 0;
      }

      dl > .long {
        flex: 2 1 200px;
      }

      dt {
        font-size: 0.76rem;
        color: var(--ll-muted);
      }

      dd {
        margin: 0;
        font-size: 0.92rem;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }

      dd small {
        display: block;
        font-size: 0.76rem;
        line-height: 1.35;
        color: var(--ll-muted);
        white-space: normal;
      }

      .long dd {
        white-space: normal;
        overflow-wrap: anywhere;
      }

      @media (max-width: 520px) {
        dl > .long {
          flex-basis: 100%;
        }

        dl > div {
          flex-basis: 130px;
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;
  @state() private storageLeft: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.model.view, this.lab.capabilities]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#measure();
    this.#timer = setInterval(() => void this.#measure(), refreshInterval);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render(): TemplateResult {
    const { progress, state, step, checkpoints, run } = this.model.view.value;
    const backend = progress?.backend ?? this.lab.capabilities.value?.chosen;
    const running = isRunning(state);
    const checkpoint = checkpoints.at(-1);
    const saved = progress?.lastSaved ?? (checkpoint && { step: checkpoint.step, at: checkpoint.savedAt });
    const execution = progress?.execution;
    const used = progress && describeMemory(progress.memory, execution);
    const since = saved && step > saved.step ? `${formatCount(step - saved.step)} steps since` : '';
    const pace = [
      item('Speed', running && progress ? `${formatNumber(progress.stepsPerSecond, 3)} steps/s` : '–'),
      item('Time left', running && progress ? formatDuration(progress.eta) : '–'),
      item('Memory', used?.total ?? '–', used?.parts),
    ];
    return html`<dl class="card">
      ${state === 'finished' && !backend ? nothing : item('Backend', backend ? backendNames[backend.name] : 'chosen at start', backend?.reason, true)}
      ${item(execution ? 'Execution of a step' : 'Arithmetic', execution ? describeExecution(execution) : run.spec.arithmetic, execution ? describeArithmetic(run.spec, backend, execution) : undefined, execution !== undefined)}
      ${state === 'finished' ? nothing : pace}
      ${item('Last saved', saved ? `step ${formatCount(saved.step)}` : 'not yet', saved && formatAgo(saved.at), false, since)}
      ${item('Storage left', this.storageLeft === undefined ? '–' : formatBytes(this.storageLeft))}
    </dl>`;
  }

  async #measure(): Promise<void> {
    const { quota = 0, usage = 0 } = (await (navigator.storage as StorageManager | undefined)?.estimate()) ?? {};
    if (quota > 0) this.storageLeft = quota - usage;
    this.requestUpdate();
  }
}

function item(name: string, value: string, detail?: string, long = false, title = ''): TemplateResult {
  return html`<div class=${long ? 'long' : ''} title=${title || nothing}>
    <dt>${name}</dt>
    <dd>${value}${detail ? html`<small>${detail}</small>` : ''}</dd>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-status-line': LlStatusLine;
  }
}
