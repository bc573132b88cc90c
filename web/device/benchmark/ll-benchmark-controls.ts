import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BenchmarkBackend, BenchmarkRequest } from '../../../worker/protocol/benchmark.ts';
import type { BackendCheck } from '../../../worker/protocol/service.ts';
import { banner } from '../../common/banner.ts';
import { icons } from '../../common/icons.ts';
import { isRunning } from '../../common/state-label.ts';
import type { FieldChangeEvent } from '../../form/field-events.ts';
import type { Lab } from '../../state/lab.ts';
import { longestDeviceName } from '../../state/preferences.ts';
import { WatchController } from '../../state/store.ts';
import { base, buttons, inputs } from '../../styles/shared.ts';
import { lengths } from './lengths.ts';
import { defaultDeviceName } from './machine.ts';
import { backendNames } from './words.ts';
import '../../form/ll-field.ts';
import './ll-benchmark-progress.ts';

const lengthField = {
  kind: 'choice',
  label: 'Length',
  help: 'The short one times a few kernels and steps, and every objective on a small GAN. The full one times everything, with more repeats. A slow device may take longer.',
  default: 'short',
  choices: {
    short: { label: 'Short', help: 'About a minute: a first impression.' },
    full: { label: 'Full', help: 'About five minutes: figures to compare.' },
  },
} as const;

/** What to measure, and a button to start or cancel it. */
@customElement('ll-benchmark-controls')
export class LlBenchmarkControls extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    banner,
    css`
      :host {
        display: grid;
        gap: 14px;
      }

      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 250px), 1fr));
        gap: 14px 28px;
        align-items: start;
      }

      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }

      .head {
        display: block;
        min-height: 24px;
        margin-bottom: 2px;
        padding: 0;
        font-size: 0.9rem;
        line-height: 24px;
      }

      .name input {
        width: 100%;
      }

      .detail {
        margin-left: 26px;
        overflow-wrap: anywhere;
      }

      .big {
        min-height: 48px;
        min-width: 160px;
        font-size: 1.05rem;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private length: keyof typeof lengths = 'short';
  /** Backends that the person ticked, or unticked. */
  @state() private ticks: ReadonlyMap<BenchmarkBackend, boolean> = new Map();
  #running = false;
  #hadFocus = false;

  constructor() {
    super();
    new WatchController(this, () => [
      this.lab.benchmark.state,
      this.lab.capabilities,
      this.lab.runs,
      this.lab.preferences,
    ]);
  }

  override render(): TemplateResult {
    const state = this.lab.benchmark.state.value;
    if (state.phase === 'running') {
      return html`<ll-benchmark-progress
        .progress=${state}
        @ll-cancel=${() => this.lab.benchmark.cancel()}
      ></ll-benchmark-progress>`;
    }
    const backends = this.lab.capabilities.value?.backends;
    const busy = this.#busy();
    return html`
      ${state.phase === 'failed' ? failure(state.error) : nothing} ${busy}
      <div class="fields">
        <ll-field
          .field=${lengthField}
          .value=${this.length}
          path="length"
          @ll-field-change=${({ detail }: FieldChangeEvent) => (this.length = detail.value as keyof typeof lengths)}
        ></ll-field>
        <fieldset>
          <legend class="head">Backends</legend>
          ${backends ? backends.map((backend) => this.#backend(backend)) : html`<p class="muted small">Testing them…</p>`}
        </fieldset>
        <label class="name">
          <span class="head">Name of this device, for links</span>
          <input
            type="text"
            maxlength=${longestDeviceName}
            placeholder=${defaultDeviceName(navigator.userAgent)}
            .value=${this.lab.preferences.value.deviceName}
            @change=${(event: Event) => this.lab.preferences.update({ deviceName: (event.target as HTMLInputElement).value.trim() })}
          />
        </label>
      </div>
      <div class="row">
        <button
          type="button"
          class="button primary big start"
          ?disabled=${busy !== nothing || this.#chosen().length === 0}
          @click=${this.#start}
        >
          ${icons.measure} Start
        </button>
      </div>
    `;
  }

  protected override willUpdate(_: PropertyValues): void {
    // Asked now: the button that has it may be gone after the update.
    this.#hadFocus = this.matches(':focus-within');
  }

  protected override updated(_: PropertyValues): void {
    const running = this.lab.benchmark.state.value.phase === 'running';
    if (running !== this.#running && this.#hadFocus) void this.#focusNext(running);
    this.#running = running;
  }

  /** The button that was pressed is gone: its place is taken by the one that undoes it. */
  async #focusNext(running: boolean): Promise<void> {
    const progress = this.renderRoot.querySelector('ll-benchmark-progress');
    await progress?.updateComplete;
    (running ? progress : this.renderRoot.querySelector<HTMLElement>('.start'))?.focus();
  }

  #busy(): TemplateResult | typeof nothing {
    const row = this.lab.runs.value?.find(({ state }) => isRunning(state));
    if (!row) return nothing;
    const { run, elsewhere } = row;
    if (elsewhere) {
      return html`<p class="banner" role="status">
        <span class="words"
          >“${run.name}” trains in another tab. It would spoil the figures, and they it: pause it there first.</span
        >
      </p>`;
    }
    return html`<div class="banner" role="status">
      <p class="words">“${run.name}” is training. It must be paused first: one would slow the other down.</p>
      <button type="button" class="button" @click=${() => this.lab.done(this.lab.service.pause(run.id))}>
        ${icons.pause} Pause it
      </button>
    </div>`;
  }

  #backend(backend: BackendCheck): TemplateResult {
    const { name, available, detail } = backend;
    const choose = (event: Event): void => {
      this.ticks = new Map(this.ticks).set(name, (event.target as HTMLInputElement).checked);
    };
    return html`<div>
      <label class="check">
        <input type="checkbox" .checked=${this.#ticked(backend)} ?disabled=${!available} @change=${choose} />
        ${backendNames[name]}
      </label>
      ${available && !isEmulated(backend) ? nothing : html`<p class="muted small detail">${available ? detail : `Not available: ${detail}`}</p>`}
    </div>`;
  }

  #ticked(backend: BackendCheck): boolean {
    return backend.available && (this.ticks.get(backend.name) ?? !isEmulated(backend));
  }

  /** WebAssembly first: it is on every device, and a slow graphics processor can't take its time. */
  #chosen(): readonly BenchmarkBackend[] {
    const backends = this.lab.capabilities.value?.backends ?? [];
    const names = backends.filter((backend) => this.#ticked(backend)).map(({ name }) => name);
    return (['wasm', 'webgpu'] as const).filter((name) => names.includes(name));
  }

  #start(): void {
    const request: BenchmarkRequest = {
      name: this.lab.preferences.value.deviceName || defaultDeviceName(navigator.userAgent),
      backends: this.#chosen(),
      ...lengths[this.length],
    };
    void this.lab.benchmark.start(request);
  }
}

/** A graphics processor that the processor plays is so slow that few want to wait for it. */
const isEmulated = ({ detail }: BackendCheck): boolean => detail.includes('emulated');

const failure = ({ message, remedy }: { readonly message: string; readonly remedy?: string }): TemplateResult =>
  html`<div class="banner error" role="alert">
    <p class="words"><strong>The benchmark did not end.</strong> ${message} ${remedy ?? ''}</p>
  </div>`;

declare global {
  interface HTMLElementTagNameMap {
    'll-benchmark-controls': LlBenchmarkControls;
  }
}
