import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { defaultsOf } from '../../../core/spec/fields.ts';
import type { Values } from '../../../core/spec/fields.ts';
import { fDivergences } from '../../../core/theory/f-divergences.ts';
import type { FDivergenceId } from '../../../core/theory/f-divergences.ts';
import { positionsOf } from '../../../core/theory/line-density-fields.ts';
import { densityAt, gaussian } from '../../../core/theory/line-density.ts';
import { mixtureFitFields } from '../../../core/theory/mixture-fit-fields.ts';
import { fitTarget } from '../../../core/theory/mixture-fit.ts';
import { formatNumber } from '../../common/format.ts';
import '../../formula/ll-formula.ts';
import { sourceLink } from '../../source/source-link.ts';
import type { Lab } from '../../state/lab.ts';
import { Store, WatchController } from '../../state/store.ts';
import { base, inputs, tables } from '../../styles/shared.ts';
import { seriesClass, swatches } from '../../styles/swatches.ts';
import { experimentOf } from '../experiment/experiment-model.ts';
import type { ExperimentModel } from '../experiment/experiment-model.ts';
import '../experiment/ll-experiment.ts';
import '../ll-settings.ts';
import { theoryPage } from '../page-styles.ts';
import type { PlotCurve, Range } from '../plot/ll-plot.ts';
import '../plot/ll-plot.ts';
import { computeOptima, fitIds, optima, trainedFits } from './fits.ts';
import type { TrainedFit } from './fits.ts';

/** Fits that were trained since the app was loaded; later ones join them. */
const trained = new Store<ReadonlyMap<FDivergenceId, TrainedFit>>(new Map());

/** The Gaussian that each f-divergence takes for the nearest to a mixture of two, computed and trained. */
@customElement('ll-fit-page')
export class LlFitPage extends LitElement {
  static override styles = [
    base,
    inputs,
    tables,
    swatches,
    theoryPage,
    css`
      .columns {
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
      }

      ll-plot {
        --plot-height: 320px;
      }

      .scroll:focus-visible {
        outline-offset: -2px;
      }

      th,
      td {
        padding: 3px 8px;
      }

      .name {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 30px;
        white-space: normal;
        color: var(--ll-text);
        cursor: pointer;
      }

      .train {
        margin-top: 14px;
      }

      ll-experiment {
        margin-top: 12px;
      }

      .links {
        margin-top: 8px;
        font-size: 0.85rem;
        overflow-wrap: anywhere;
      }

      @media (max-width: 900px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private shown: ReadonlySet<FDivergenceId> = new Set(['kl', 'reverse-kl', 'js']);
  @state() private training: Values = defaultsOf(mixtureFitFields);

  constructor() {
    super();
    new WatchController(this, () => [optima, trained, this.#model.state]);
  }

  get #model(): ExperimentModel {
    return experimentOf(this.lab, 'f-gan-mixture');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    computeOptima();
  }

  protected override willUpdate(): void {
    const state = this.#model.state.value;
    if (state.phase !== 'done') return;
    const fits = [...trainedFits(state.report)];
    if (fits.some(([id, fit]) => trained.value.get(id)?.mean !== fit.mean))
      trained.value = new Map([...trained.value, ...fits]);
  }

  override render(): TemplateResult {
    const x = positionsOf([fitTarget]);
    const range: Range = [x[0]!, x.at(-1)!];
    const ids = fitIds.filter((id) => this.shown.has(id));
    return html`<p class="intro">
        A mixture of two bumps, and a generator that can only draw from one Gaussian. Which one is nearest depends on
        the divergence: the reverse KL settles on one bump, KL and Pearson stretch to cover both.
      </p>
      <div class="columns">
        <section class="card" aria-label="Target and fits">
          <ll-plot
            label="Density of the mixture and of the nearest Gaussian by each chosen divergence"
            xLabel="x"
            .xRange=${range}
            .curves=${this.#curves(x, ids)}
          ></ll-plot>
          <div class="train">
            <h3>Train the generator</h3>
            <ll-settings
              .fields=${mixtureFitFields}
              .values=${this.training}
              @ll-settings=${(event: CustomEvent<Values>) => (this.training = event.detail)}
            ></ll-settings>
            <ll-experiment .model=${this.#model} .choices=${this.#choices(ids)}></ll-experiment>
          </div>
        </section>
        <section class="card" aria-label="Fits as numbers">
          <h2>The nearest Gaussian</h2>
          <ll-formula
            tex=${String.raw`(\mu^*,\sigma^*)=\arg\min_{\mu,\sigma}D_f\bigl(p\,\|\,\mathcal{N}(\mu,\sigma^2)\bigr)`}
          ></ll-formula>
          ${this.#table()}
          <p class="links">
            ${sourceLink('core/theory/mixture-fit.ts')}, ${sourceLink('core/theory/f-divergences.ts')}
          </p>
        </section>
      </div>`;
  }

  #choices(ids: readonly FDivergenceId[]): readonly { readonly label: string; readonly options: Values }[] {
    return [
      ...ids.map((id) => ({
        label: `Train ${fDivergences[id].label}`,
        options: { ...this.training, divergence: id },
      })),
      { label: 'Train all nine', options: { ...this.training, divergence: 'all' } },
    ];
  }

  #curves(x: Float64Array, ids: readonly FDivergenceId[]): readonly PlotCurve[] {
    const bell = ({ mean, std }: TrainedFit): Float64Array => x.map((at) => densityAt(gaussian(mean, std), at));
    const fits = ids.flatMap((id): readonly PlotCurve[] => {
      const [optimum, fit] = [optima.value.get(id), trained.value.get(id)];
      const { label } = fDivergences[id];
      const series = seriesOf(id);
      return [
        ...(optimum ? [{ label: `${label}, optimum`, series, dashed: true, x, y: bell(optimum) }] : []),
        ...(fit ? [{ label: `${label}, trained`, series, x, y: bell(fit) }] : []),
      ];
    });
    const target = { label: 'Target', series: 7, filled: true, x, y: x.map((at) => densityAt(fitTarget, at)) };
    const state = this.#model.state.value;
    const live = state.phase === 'running' ? state.curves : undefined;
    const drawn = live?.y['samples'];
    return [target, ...fits, ...(live && drawn ? [{ label: 'In training', series: 4, x: live.x, y: drawn }] : [])];
  }

  #table(): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Fits by divergence">
      <table>
        <thead>
          <tr>
            <th scope="col">Divergence</th>
            <th scope="col" class="number">D_f</th>
            <th scope="col" class="number">μ*</th>
            <th scope="col" class="number">trained</th>
            <th scope="col" class="number">σ*</th>
            <th scope="col" class="number">trained</th>
          </tr>
        </thead>
        <tbody>
          ${fitIds.map((id) => this.#row(id))}
        </tbody>
      </table>
    </div>`;
  }

  #row(id: FDivergenceId): TemplateResult {
    const [optimum, fit] = [optima.value.get(id), trained.value.get(id)];
    const show = (value: number | undefined) =>
      html`<td class="number">${value === undefined ? '–' : formatNumber(value)}</td>`;
    return html`<tr>
      <th scope="row">
        <label class="name ${seriesClass(seriesOf(id) - 1)}"
          ><input
            type="checkbox"
            .checked=${this.shown.has(id)}
            @change=${(event: Event) => this.#toggle(id, (event.target as HTMLInputElement).checked)}
          />${this.shown.has(id) ? html`<span class="swatch"></span>` : nothing}${fDivergences[id].label}</label
        >
      </th>
      ${show(optimum?.divergence)} ${show(optimum?.mean)} ${show(fit?.mean)} ${show(optimum?.std)} ${show(fit?.std)}
    </tr>`;
  }

  #toggle(id: FDivergenceId, on: boolean): void {
    const shown = new Set(this.shown);
    if (on) shown.add(id);
    else shown.delete(id);
    this.shown = shown;
  }
}

/** A divergence's colour, 1 to 8; the target keeps the seventh for itself. */
function seriesOf(id: FDivergenceId): number {
  const colours = [1, 2, 3, 4, 5, 6, 8, 1, 2];
  return colours[fitIds.indexOf(id)] ?? 1;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-fit-page': LlFitPage;
  }
}
