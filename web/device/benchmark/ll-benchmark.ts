import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BenchmarkReport } from '../../../core/benchmark/report.ts';
import { banner } from '../../common/banner.ts';
import { download, fileName } from '../../common/download.ts';
import { formatAgo } from '../../common/format.ts';
import { icons } from '../../common/icons.ts';
import type { Lab } from '../../state/lab.ts';
import { WatchController } from '../../state/store.ts';
import { base, buttons } from '../../styles/shared.ts';
import { decodeReport, encodeReport } from './link.ts';
import { describeMachine } from './machine.ts';
import type { DatedReport } from './report-schema.ts';
import './ll-benchmark-controls.ts';
import './ll-benchmark-figures.ts';

/**
 * The benchmark of this device: what it does, its controls, its last result, and beside it the result that a link
 * brought from another device. A link starts nothing.
 */
@customElement('ll-benchmark')
export class LlBenchmark extends LitElement {
  static override styles = [
    base,
    buttons,
    banner,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
        padding: 16px 18px;
      }

      .results {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
        padding-top: 14px;
        border-top: 1px solid var(--ll-line);
      }

      .results > header {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
        justify-content: space-between;
        gap: 8px 20px;
      }

      .machines {
        display: grid;
        gap: 6px;
        min-width: 0;
      }

      .machines p {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  /** Fragment of a link to another device's figures; empty without one. */
  @property() link = '';
  @state() private other: DatedReport | undefined;
  @state() private linkError = '';
  /** The result that was there when the screen was opened. */
  #kept: DatedReport | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.benchmark.own, this.lab.benchmark.state]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#kept = this.lab.benchmark.own.value;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('link')) this.#read();
  }

  override render(): TemplateResult {
    const own = this.lab.benchmark.own.value;
    return html`<section class="card" aria-label="Benchmark this device">
      <h2>Benchmark this device</h2>
      <p>
        Times what training is made of: products of matrices, convolutions, whole training steps, and every GAN
        objective on each backend. The device will be busy meanwhile. Nothing leaves it, unless you copy the link to the
        result.
      </p>
      ${
        this.linkError === ''
          ? nothing
          : html`<div class="banner error" role="alert">
              <p class="words"><strong>The linked benchmark can’t be shown.</strong> ${this.linkError}</p>
              <a class="button" href="#/device">Close</a>
            </div>`
      }
      <ll-benchmark-controls .lab=${this.lab}></ll-benchmark-controls>
      ${own || this.other || this.#running() ? this.#results(own) : nothing}
      <p class="visually-hidden" role="status">
        ${own && this.#ended() ? 'The benchmark is done. Its figures follow.' : ''}
      </p>
    </section>`;
  }

  #results(own: DatedReport | undefined): TemplateResult {
    const { other } = this;
    const running = this.#running();
    const mine = running ?? own?.report;
    return html`<div class="results" role="group" aria-label="Result of the benchmark">
      <header>
        <div class="machines">
          ${running ? html`<p><strong>Measuring now</strong>: the figures so far</p>` : nothing}
          ${own && !running ? machineLine(other ? 'This device' : 'Last measured here', own) : nothing}
          ${other ? machineLine('Other device', other) : nothing}
          ${mine ? nothing : html`<p class="muted small">Benchmark this device to see its figures beside these.</p>`}
        </div>
        <div class="row">
          ${own && !running ? this.#actions(own) : nothing}
          ${other ? html`<a class="button quiet" href="#/device">${icons.close} Close the other device</a>` : nothing}
        </div>
      </header>
      ${this.#figures(mine, other?.report)}
    </div>`;
  }

  #actions(own: DatedReport): TemplateResult {
    return html`<button type="button" class="button" @click=${() => this.#download(own)}>${icons.export} JSON</button>
      <button type="button" class="button" @click=${() => this.#copyLink(own)}>${icons.share} Copy link</button>`;
  }

  #figures(mine: BenchmarkReport | undefined, theirs: BenchmarkReport | undefined): TemplateResult {
    const both = mine && theirs;
    return html`<ll-benchmark-figures
      .reports=${both ? { mine, theirs } : { mine: mine ?? theirs }}
      .names=${both ? distinct(mine.machine.name, theirs.machine.name) : ['', '']}
    ></ll-benchmark-figures>`;
  }

  /** What a benchmark that is under way has found. */
  #running(): BenchmarkReport | undefined {
    const state = this.lab.benchmark.state.value;
    return state.phase === 'running' ? state.report : undefined;
  }

  /** Whether the result came while the person was here. */
  #ended(): boolean {
    return this.#kept !== this.lab.benchmark.own.value;
  }

  #read(): void {
    this.other = undefined;
    this.linkError = '';
    if (this.link === '') return;
    try {
      this.other = decodeReport(this.link);
    } catch (error) {
      this.linkError = error instanceof Error ? error.message : 'The link is damaged.';
    }
  }

  #download({ report }: DatedReport): void {
    const blob = new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' });
    download(blob, `benchmark-${fileName(report.machine.name)}.json`);
  }

  async #copyLink(report: DatedReport): Promise<void> {
    const { notices } = this.lab;
    const fragment = encodeReport(report);
    if (fragment === undefined) {
      notices.say('warning', 'This result is too long for a link: download the JSON instead.');
      return;
    }
    try {
      await navigator.clipboard.writeText(new URL(fragment, location.href.split(/[?#]/)[0]).href);
      notices.info('Link copied. It holds the figures and this device’s name, browser, cores and graphics.');
    } catch {
      notices.say('warning', 'The browser did not let the link be copied.');
    }
  }
}

const machineLine = (what: string, { at, report }: DatedReport): TemplateResult =>
  html`<p>
    <strong>${what}</strong>: ${report.machine.name}
    <span class="muted small" title=${report.machine.userAgent}
      >(${describeMachine(report.machine)}), measured ${formatAgo(at)}</span
    >
  </p>`;

/** Two names that can be told apart. */
function distinct(mine: string, theirs: string): readonly [string, string] {
  return mine === theirs || theirs === '' ? [`${mine} (this one)`, `${theirs} (other)`] : [mine, theirs];
}

declare global {
  interface HTMLElementTagNameMap {
    'll-benchmark': LlBenchmark;
  }
}
