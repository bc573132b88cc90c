import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { toCsv } from '../charts/csv.ts';
import type { ChartSpec, CurveAxes } from '../charts/ll-curves.ts';
import { download, fileName } from '../common/download.ts';
import { describeArithmetic } from '../common/execution.ts';
import { icons } from '../common/icons.ts';
import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';
import { runColour, seriesClass, swatches } from '../styles/swatches.ts';
import { saveCheckpoint, shareRun } from './actions.ts';
import { RunCharts } from './run-charts.ts';
import '../charts/ll-curves.ts';
import '../common/ll-name.ts';
import '../common/ll-spec-summary.ts';
import '../common/ll-state.ts';
import '../laboratory/ll-laboratory.ts';
import '../laboratory/ll-live-settings.ts';
import './ll-announcer.ts';
import './ll-checkpoints.ts';
import './ll-evaluation.ts';
import './ll-picture.ts';
import './ll-status-line.ts';
import './ll-transport.ts';
import './ll-trouble.ts';

/** One open run: its controls, picture, curves, figures and checkpoints. */
@customElement('ll-run-screen')
export class LlRunScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    swatches,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }

      .title {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 14px;
      }

      .name {
        display: flex;
        align-items: center;
        gap: 12px;
        flex: 1 1 300px;
        min-width: 0;
      }

      .name ll-name {
        flex: 1;
        font: 600 1.55rem/1.2 var(--ll-serif);
      }

      h1 {
        flex: 1;
        min-width: 0;
      }

      .subtitle {
        flex-basis: 100%;
        color: var(--ll-muted);
        font-size: 0.9rem;
      }

      .console {
        position: sticky;
        top: var(--header-height, 0);
        z-index: 2;
        padding: 12px 14px;
        box-shadow: var(--ll-shadow);
      }

      .columns {
        display: grid;
        grid-template-columns: minmax(300px, 5fr) minmax(0, 6fr);
        gap: 14px;
        align-items: start;
      }

      .small-button {
        min-height: 30px;
        margin-left: auto;
        padding: 0 10px;
        font-size: 0.85rem;
      }

      .metrics {
        --chart-width: 300px;
        --chart-height: 180px;
      }

      .metrics h2 {
        margin: 6px 0 10px;
      }

      .figures {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
        align-items: start;
      }

      @media (min-width: 1000px) {
        .figures {
          grid-template-columns: minmax(0, 1fr) 410px;
        }
      }

      details.card {
        padding: 12px 16px;
      }

      details.card[open] summary {
        margin-bottom: 12px;
      }

      .identity {
        overflow-wrap: anywhere;
      }

      summary {
        cursor: pointer;
        font: 600 1.2rem/1.4 var(--ll-serif);
      }

      @media (min-width: 701px) and (min-height: 780px) {
        ll-picture {
          position: sticky;
          top: calc(var(--header-height, 0px) + 94px);
        }
      }

      @media (max-width: 700px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }

      /* On a phone the picture comes before everything that can wait, and the controls stay under the thumb. */
      @media (max-width: 760px) {
        .screen {
          gap: 12px;
        }

        .actions {
          order: 1;
          display: grid;
          grid-template-columns: repeat(6, minmax(0, 1fr));
          gap: 4px;
          width: 100%;
        }

        .actions .button {
          flex-direction: column;
          gap: 1px;
          min-height: 46px;
          padding: 2px 0;
          border-color: transparent;
          background: none;
          font-size: min(0.72rem, 3.2vw);
        }

        .actions svg {
          width: 19px;
          height: 19px;
        }

        .arithmetic {
          display: none;
        }

        ll-status-line {
          order: 1;
        }

        .columns ~ * {
          order: 2;
        }
      }

      @media (max-width: 760px) and (min-height: 501px) {
        .screen {
          padding-bottom: 76px;
        }

        .console {
          position: fixed;
          top: auto;
          right: 0;
          bottom: var(--footer-height, 0);
          left: 0;
          z-index: 9;
          padding: 8px 14px;
          border-width: 1px 0 0;
          border-radius: 0;
          box-shadow: none;
        }
      }

      @media (max-height: 500px) {
        .console {
          position: static;
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;
  @state() private axes: CurveAxes = { x: 'step', log: false };
  readonly #charts = new RunCharts();

  constructor() {
    super();
    new WatchController(this, () => [this.model.view, this.model.curves, this.lab.preferences, this.lab.catalogue]);
  }

  override render(): TemplateResult {
    const { lab, model } = this;
    const { run, state: phase, elsewhere, step } = model.view.value;
    const catalogue = lab.catalogue.value;
    const method = catalogue?.methods.find(({ id }) => id === run.spec.method)?.title ?? run.spec.method;
    const data = (catalogue && datasetCardOf(catalogue, run.spec.data)?.title) ?? run.spec.data.kind;
    const curves = model.curves.value;
    const { training, metrics } = this.#charts.charts(curves, model.view.value);
    return html`<div class="screen">
      <div class="title">
        <div class="name ${seriesClass(runColour(run.id))}">
          <span class="swatch"></span>
          <h1>
            <ll-name
              .value=${run.name}
              @ll-rename=${(event: CustomEvent<string>) => lab.rename(run.id, event.detail)}
            ></ll-name>
          </h1>
          <ll-state .state=${phase} ?elsewhere=${elsewhere}></ll-state>
        </div>
        <div class="row actions">
          <button
            type="button"
            class="button"
            aria-keyshortcuts="s"
            title="Keep a checkpoint of this step (s)"
            ?disabled=${elsewhere}
            @click=${() => saveCheckpoint(lab, model)}
          >
            ${icons.save} Save
          </button>
          <a class="button" href=${`#/fork/${encodeURIComponent(run.id)}/${step}`}>${icons.fork} Fork</a>
          <a
            class="button"
            href=${`#/rivals/${encodeURIComponent(run.id)}`}
            title="Race this against other objectives or update rules"
            >${icons.race} Race</a
          >
          <a
            class="button"
            href=${hashOf({ screen: 'new-study', from: { kind: 'run', id: run.id } })}
            title="Make a study of this run: vary its settings, with several seeds"
            >${icons.studies} Study</a
          >
          <button type="button" class="button" @click=${() => shareRun(lab, model)}>${icons.share} Share</button>
          <button type="button" class="button" @click=${() => lab.exportRun(run.id, run.name)}>
            ${icons.export} Export
          </button>
        </div>
        <p class="subtitle">
          ${method} on ${data}<span class="arithmetic">, ${describeArithmetic(run.spec)}</span>${
            run.parent
              ? html`, forked from <a href=${`#/lab/${encodeURIComponent(run.parent.runId)}`}>another run</a> at step
                  ${run.parent.step}`
              : nothing
          }
        </p>
      </div>
      <ll-trouble .lab=${lab} .model=${model}></ll-trouble>
      <div class="card console"><ll-transport .lab=${lab} .model=${model}></ll-transport></div>
      <ll-status-line .lab=${lab} .model=${model}></ll-status-line>
      <div class="columns">
        <ll-picture .lab=${lab} .model=${model}></ll-picture>
        <section aria-label="Curves">${this.#curves(training, curves.version)}</section>
      </div>
      <ll-laboratory .lab=${lab} .model=${model}></ll-laboratory>
      ${
        metrics.length > 0
          ? html`<section class="metrics" aria-label="Metrics over the run">
              <h2>Metrics over the run</h2>
              ${this.#curves(metrics, curves.version, true)}
            </section>`
          : nothing
      }
      <details class="card">
        <summary>Change while it trains</summary>
        <ll-live-settings .lab=${lab} .model=${model}></ll-live-settings>
      </details>
      <div class="figures">
        <ll-evaluation .lab=${lab} .model=${model}></ll-evaluation>
        <ll-checkpoints .model=${model}></ll-checkpoints>
      </div>
      ${
        catalogue
          ? html`<details class="card">
              <summary>Settings</summary>
              <ll-spec-summary .spec=${run.spec} .catalogue=${catalogue}></ll-spec-summary>
              <p class="small muted identity">Identity ${run.identity}</p>
            </details>`
          : nothing
      }
      <ll-announcer .model=${model}></ll-announcer>
    </div>`;
  }

  /** Charts with the axes that were chosen above the first of them. */
  #curves(charts: readonly ChartSpec[], version: number, bare = false): TemplateResult {
    const { preferences } = this.lab;
    return html`<ll-curves
      .charts=${charts}
      .version=${version}
      .smoothing=${preferences.value.smoothing}
      .marks=${this.#charts.marks(this.model.view.value)}
      .group=${this.model.id}
      .x=${this.axes.x}
      .log=${this.axes.log}
      .bare=${bare}
      @ll-axes=${(event: CustomEvent<CurveAxes>) => (this.axes = event.detail)}
      @ll-smoothing=${(event: CustomEvent<number>) => preferences.update({ smoothing: event.detail })}
      ><button
        slot="tools"
        type="button"
        class="button small-button"
        title="Save every curve as CSV"
        @click=${() => this.#saveCurves()}
      >
        ${icons.export} CSV
      </button></ll-curves
    >`;
  }

  #saveCurves(): void {
    const { points, names } = this.model.curves.value;
    const csv = new Blob([toCsv(points, names)], { type: 'text/csv' });
    download(csv, `${fileName(this.model.view.value.run.name)}-curves.csv`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-run-screen': LlRunScreen;
  }
}
