import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BackendCheck, Capabilities } from '../../worker/protocol/service.ts';
import { integer } from '../../core/spec/fields.ts';
import { formatBytes, formatNumber } from '../common/format.ts';
import type { FieldChangeEvent } from '../form/field-events.ts';
import { faultOf } from '../form/check-field.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs, tables } from '../styles/shared.ts';
import '../common/ll-keep-runs.ts';
import '../form/ll-field.ts';
import './benchmark/ll-benchmark.ts';
import './ll-offline.ts';

const backendTitles = { wasm: 'WebAssembly', webgpu: 'WebGPU' } as const;

const backendField = {
  kind: 'choice',
  label: 'Backend',
  help: 'What does the arithmetic. Automatic takes WebGPU where it passes the self-test, else WebAssembly.',
  default: 'auto',
  choices: {
    auto: { label: 'Automatic', help: 'The fastest one that passes the self-test.' },
    wasm: { label: 'WebAssembly', help: 'On the processor. Repeats bit for bit on other machines.' },
    webgpu: { label: 'WebGPU', help: 'On the graphics processor.' },
  },
} as const;

const themeField = {
  kind: 'choice',
  label: 'Theme',
  help: 'Colours of this app on this device.',
  default: 'auto',
  choices: {
    auto: { label: 'Automatic', help: 'As the system is set.' },
    light: { label: 'Light', help: '' },
    dark: { label: 'Dark', help: '' },
  },
} as const;

const autosaveField = integer({
  label: 'Seconds between checkpoints',
  help: 'How much training a crash can cost. Each checkpoint takes a moment and some storage.',
  default: 30,
  min: 5,
  max: 3600,
  scale: 'log',
});

/** What this device can do, and settings that change no numbers. */
@customElement('ll-device-screen')
export class LlDeviceScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    tables,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
        gap: 16px;
        align-items: start;
      }

      section {
        padding: 16px 18px;
        min-width: 0;
      }

      h2 {
        margin-bottom: 8px;
      }

      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 4px 16px;
        margin: 0;
        font-size: 0.92rem;
      }

      dt {
        color: var(--ll-muted);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }

      meter {
        width: 100%;
        height: 14px;
        margin: 8px 0;
      }

      .fields {
        display: grid;
        gap: 14px;
      }

      .backend h2 {
        display: flex;
        align-items: baseline;
        gap: 10px;
      }

      .tag {
        padding: 2px 8px;
        border-radius: 99px;
        background: var(--ll-accent-soft);
        font: 600 0.78rem/1.4 var(--ll-sans);
      }

      .good {
        color: var(--ll-good);
      }

      .bad {
        color: var(--ll-danger);
      }

      details {
        margin-top: 10px;
      }

      summary {
        cursor: pointer;
        color: var(--ll-accent);
        min-height: 24px;
      }

      code {
        font-family: var(--ll-mono);
        font-size: 0.9em;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  /** Fragment of a link to another device's benchmark. */
  @property() benchmark = '';
  @state() private autosaveFault = '';

  constructor() {
    super();
    new WatchController(this, () => [this.lab.capabilities, this.lab.preferences]);
  }

  protected override firstUpdated(): void {
    void this.lab.loadCapabilities();
  }

  override render(): TemplateResult {
    const capabilities = this.lab.capabilities.value;
    return html`<div class="screen">
      <h1>This device</h1>
      ${this.benchmark === '' ? nothing : this.#benchmark()}
      <div class="columns">
        ${capabilities ? html`${this.#summary(capabilities)} ${this.#storage(capabilities)}` : html`<p class="muted" role="status">Testing this device…</p>`}
        ${this.#settings()}
      </div>
      <ll-offline .lab=${this.lab}></ll-offline>
      ${this.benchmark === '' ? this.#benchmark() : nothing}
      ${
        capabilities
          ? html`<div class="columns">
              ${capabilities.backends.map((backend) => this.#backend(backend, capabilities))}
            </div>`
          : nothing
      }
    </div>`;
  }

  /** First where a link asks for it. */
  #benchmark(): TemplateResult {
    return html`<ll-benchmark .lab=${this.lab} .link=${this.benchmark}></ll-benchmark>`;
  }

  #summary({ chosen, cores, simd, crossOriginIsolated }: Capabilities): TemplateResult {
    return html`<section class="card" aria-label="Processor">
      <h2>Training</h2>
      <dl>
        <dt>Backend</dt>
        <dd>${chosen.name === 'cpu' ? 'JavaScript' : backendTitles[chosen.name]}</dd>
        <dt>Why</dt>
        <dd>${chosen.reason}</dd>
        <dt>Cores</dt>
        <dd>${cores}</dd>
        <dt>SIMD</dt>
        <dd>${simd ? 'yes' : 'no: training is several times slower'}</dd>
        <dt>Isolated</dt>
        <dd>${crossOriginIsolated ? 'yes: several threads possible' : 'no: one thread'}</dd>
      </dl>
    </section>`;
  }

  #storage({ storage }: Capabilities): TemplateResult {
    if (storage.quota === 0) {
      return html`<section class="card" aria-label="Storage">
        <h2>Storage</h2>
        <p>This browser does not say how much room there is.</p>
      </section>`;
    }
    return html`<section class="card" aria-label="Storage">
      <h2>Storage</h2>
      <p>${formatBytes(storage.usage)} used, ${formatBytes(Math.max(0, storage.quota - storage.usage))} left</p>
      <meter
        min="0"
        max=${storage.quota || 1}
        high=${storage.quota * 0.9}
        .value=${storage.usage}
        aria-label="Storage used"
      ></meter>
      <ll-keep-runs .lab=${this.lab}></ll-keep-runs>
    </section>`;
  }

  #settings(): TemplateResult {
    const { backend, theme, autosaveSeconds } = this.lab.preferences.value;
    return html`<section class="card" aria-label="Settings">
      <h2>Settings</h2>
      <div class="fields" @ll-field-change=${this.#change}>
        <ll-field .field=${backendField} .value=${backend} path="backend"></ll-field>
        <ll-field
          .field=${autosaveField}
          .value=${autosaveSeconds}
          path="autosaveSeconds"
          .fault=${this.autosaveFault}
        ></ll-field>
        <ll-field .field=${themeField} .value=${theme} path="theme"></ll-field>
      </div>
    </section>`;
  }

  #backend({ name, available, detail, kernels }: BackendCheck, { chosen }: Capabilities): TemplateResult {
    const failed = kernels.filter(({ passed }) => !passed);
    return html`<section class="card backend" aria-label=${backendTitles[name]}>
      <h2>${backendTitles[name]} ${chosen.name === name ? html`<span class="tag">in use</span>` : nothing}</h2>
      <p class=${available ? '' : 'muted'}>${available ? '' : 'Not available: '}${detail}</p>
      ${
        kernels.length === 0
          ? nothing
          : html`<p class=${failed.length === 0 ? 'good' : 'bad'}>
                ${
                  failed.length === 0
                    ? `All ${kernels.length} kernels pass the self-test.`
                    : `${failed.length} of ${kernels.length} kernels fail the self-test.`
                }
              </p>
              <details ?open=${failed.length > 0}>
                <summary>Kernel by kernel</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=${`Kernels of ${backendTitles[name]}`}>
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">Kernel</th>
                        <th scope="col" class="number">Largest error</th>
                        <th scope="col" class="number">Allowed</th>
                        <th scope="col">Result</th>
                      </tr>
                    </thead>
                    <tbody>
                      ${[...failed, ...kernels.filter(({ passed }) => passed)].map(
                        ({ kernel, passed, error, tolerance }) =>
                          html`<tr>
                            <td><code>${kernel}</code></td>
                            <td class="number">${formatNumber(error, 2)}</td>
                            <td class="number">${formatNumber(tolerance, 2)}</td>
                            <td class=${passed ? 'good' : 'bad'}>${passed ? 'passes' : 'fails'}</td>
                          </tr>`,
                      )}
                    </tbody>
                  </table>
                </div>
              </details>`
      }
    </section>`;
  }

  #change({ detail: { path, value, message } }: FieldChangeEvent): void {
    if (path === 'autosaveSeconds') {
      this.autosaveFault = value === undefined ? (message ?? '') : (faultOf(autosaveField, value) ?? '');
      if (this.autosaveFault !== '') return;
    }
    if (value === undefined) return;
    this.lab.preferences.update({ [path]: value });
    if (path !== 'theme') void this.lab.applySettings();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-device-screen': LlDeviceScreen;
  }
}
