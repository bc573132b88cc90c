import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { choice, defaultsOf, integer } from '../../../core/spec/fields.ts';
import type { Fields, Values } from '../../../core/spec/fields.ts';
import { fDivergences } from '../../../core/theory/f-divergences.ts';
import { dataOf, positionsOf, samplesOf } from '../../../core/theory/line-density-fields.ts';
import type { LineDensity } from '../../../core/theory/line-density.ts';
import { densityAt } from '../../../core/theory/line-density.ts';
import { formatNumber } from '../../common/format.ts';
import '../../formula/ll-formula.ts';
import { sourceLink } from '../../source/source-link.ts';
import type { Lab } from '../../state/lab.ts';
import { WatchController } from '../../state/store.ts';
import { base, tables } from '../../styles/shared.ts';
import { curvesOf, experimentOf } from '../experiment/experiment-model.ts';
import type { ExperimentModel } from '../experiment/experiment-model.ts';
import '../experiment/ll-experiment.ts';
import '../ll-settings.ts';
import { theoryPage } from '../page-styles.ts';
import type { PlotCurve, Range } from '../plot/ll-plot.ts';
import '../plot/ll-plot.ts';
import { bestShown, chancesOf, densityFields, divergenceIds, figuresOf } from './figures.ts';
import type { Figures } from './figures.ts';

/** What is trained. */
const trainingFields: Fields = {
  objective: choice({
    label: 'Discriminator of',
    help: 'The objective whose best discriminator is drawn, and trained.',
    default: 'minimax',
    choices: {
      minimax: { label: 'Minimax (Jensen-Shannon)', help: 'D*(x) = p / (p + q), the chance that x is data.' },
      ...Object.fromEntries(
        divergenceIds.map((id) => [
          `f-${id}`,
          { label: `f-GAN: ${fDivergences[id].label}`, help: 'T*(x) = f′(p / q), at which the bound is tight.' },
        ]),
      ),
    },
  }),
  steps: integer({
    label: 'Training steps',
    help: 'How long the small network is trained.',
    default: 1500,
    min: 10,
    max: 20_000,
    scale: 'log',
  }),
};

/** Two densities, their best discriminator, and the divergences that it measures; beside it a small one that is trained. */
@customElement('ll-divergence-page')
export class LlDivergencePage extends LitElement {
  static override styles = [
    base,
    tables,
    theoryPage,
    css`
      .columns {
        grid-template-columns: minmax(250px, 300px) minmax(0, 1fr);
      }

      .columns > * {
        grid-column: 2;
      }

      .columns > .controls {
        grid-column: 1;
        grid-row: 1 / 4;
        --settings-width: 100%;
      }

      .identity {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 34px;
        margin: 6px 0 4px;
      }

      .identity dt {
        font-size: 0.82rem;
        color: var(--ll-muted);
      }

      .identity dd {
        margin: 0;
        font: 600 1.25rem/1.3 var(--ll-serif);
        font-variant-numeric: tabular-nums;
      }

      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr));
        gap: 14px 28px;
      }

      .together {
        --plot-height: 320px;
        margin-top: 16px;
      }

      .train {
        margin-top: 16px;
        padding-top: 14px;
        border-top: 1px solid var(--ll-line);
      }

      .train h3 {
        margin-bottom: 6px;
      }

      ll-experiment {
        margin-top: 12px;
      }

      td,
      th {
        padding: 4px 10px;
      }

      td ll-formula {
        min-width: 9em;
      }

      .chosen th,
      .chosen td {
        background: var(--ll-accent-soft);
      }

      .links {
        margin-top: 8px;
        font-size: 0.85rem;
        overflow-wrap: anywhere;
      }

      @media (max-width: 820px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }

        .columns > *,
        .columns > .controls {
          grid-column: 1;
          grid-row: auto;
        }

        .plots {
          order: -1;
        }

        .columns > .controls {
          --settings-width: 230px;
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @state() private values: Values = defaultsOf(densityFields);
  @state() private training: Values = defaultsOf(trainingFields);
  #figures!: Figures;
  #p!: LineDensity;
  #q!: LineDensity;

  constructor() {
    super();
    new WatchController(this, () => [this.#model.state]);
  }

  get #model(): ExperimentModel {
    return experimentOf(this.lab, 'optimal-discriminator');
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('values')) return;
    this.#p = dataOf(this.values);
    this.#q = samplesOf(this.values);
    this.#figures = figuresOf(this.#p, this.#q);
  }

  override render(): TemplateResult {
    const x = positionsOf([this.#p, this.#q]);
    const range: Range = [x[0]!, x.at(-1)!];
    const options = { ...this.values, ...this.training };
    return html`<p class="intro">
        The best discriminator against a fixed generator measures a divergence between the data and its samples. On a
        line all of it can be computed: the integrals here are exact to many digits, and a small network can be trained
        to see how near it comes.
      </p>
      <div class="columns">
        <section class="card controls" aria-label="Densities">
          <ll-settings
            .fields=${densityFields}
            .values=${this.values}
            @ll-settings=${(event: CustomEvent<Values>) => (this.values = event.detail)}
          ></ll-settings>
        </section>
        <section class="card plots" aria-label="Densities and discriminator">
          <div class="pair">
            <div>
              <h3>Densities</h3>
              <ll-plot
                label="Density of the data and of the samples"
                xLabel="x"
                .xRange=${range}
                .curves=${[
                  { label: 'Data p', series: 1, filled: true, x, y: x.map((at) => densityAt(this.#p, at)) },
                  { label: 'Samples q', series: 2, filled: true, x, y: x.map((at) => densityAt(this.#q, at)) },
                ]}
              ></ll-plot>
            </div>
            <div>
              <h3>${this.#minimax ? 'Discriminator D(x)' : 'Discriminator T(x)'}</h3>
              <ll-plot
                label="The best discriminator, and the trained one"
                xLabel="x"
                .xRange=${range}
                .yRange=${this.#minimax ? ([-0.03, 1.03] satisfies Range) : undefined}
                .curves=${this.#discriminators(x, options)}
              ></ll-plot>
            </div>
          </div>
          ${this.#together(range, options)}
          <div class="train">
            <h3>Train it</h3>
            <ll-settings
              .fields=${trainingFields}
              .values=${this.training}
              @ll-settings=${(event: CustomEvent<Values>) => (this.training = event.detail)}
            ></ll-settings>
            <ll-experiment
              .model=${this.#model}
              .choices=${[
                { label: 'Train a discriminator', options },
                { label: 'Train all of them', options: { ...options, objective: 'all' } },
              ]}
            ></ll-experiment>
          </div>
        </section>
        ${this.#identity()} ${this.#bounds()}
      </div>`;
  }

  get #minimax(): boolean {
    return this.training['objective'] === 'minimax';
  }

  #discriminators(x: Float64Array, options: Values): readonly PlotCurve[] {
    const best = bestShown(this.training['objective'] as string, this.#p, this.#q);
    const trained = curvesOf(this.#model.state.value, options);
    const y = trained?.y['trained'];
    return [
      ...(trained && y ? [{ label: 'Trained', series: 4, x: trained.x, y }] : []),
      { label: 'Best', series: 3, dashed: true, x, y: x.map(best) },
    ];
  }

  /** Every discriminator that was trained on these densities, in a picture in which the best ones would be the same curve. */
  #together(range: Range, options: Values): TemplateResult | typeof nothing {
    const trained = curvesOf(this.#model.state.value, { ...options, objective: 'all' });
    if (!trained) return nothing;
    return html`<div class="together">
      <h3>All of them: the chance D(x) that x is data, as each tells it</h3>
      <ll-plot
        label="The chance of data by every trained discriminator, and the best one"
        xLabel="x"
        .xRange=${range}
        .yRange=${[-0.03, 1.03] satisfies Range}
        .curves=${chancesOf(trained)}
      ></ll-plot>
      <p class="small muted">
        At its best output every objective knows the ratio p / q, and so D(x) = p / (p + q): where both have examples
        the trained curves lie on it, and part where one is rare. The total variation’s only says which of the two is
        denser.
      </p>
    </div>`;
  }

  #identity(): TemplateResult {
    const { value, jsd } = this.#figures;
    const figure = (name: string, number: number): TemplateResult =>
      html`<div>
        <dt>${name}</dt>
        <dd>${formatNumber(number, 6)}</dd>
      </div>`;
    return html`<section class="card" aria-label="The value of the minimax game">
      <h2>The minimax value is a Jensen-Shannon divergence</h2>
      <ll-formula
        tex=${String.raw`D^*(x)=\frac{p(x)}{p(x)+q(x)},\quad V(D^*,G)=-\log 4+2\,\mathrm{JSD}(p\,\|\,q)`}
      ></ll-formula>
      <dl class="identity">
        ${figure('V(D*, G), by quadrature', value)} ${figure('−log 4 + 2 JSD', -Math.log(4) + 2 * jsd)}
        ${figure('JSD(p ‖ q), in nats', jsd)} ${figure('of at most log 2', Math.LN2)}
      </dl>
      <p class="links">${sourceLink('core/theory/line-divergences.ts')}</p>
    </section>`;
  }

  #bounds(): TemplateResult {
    const chosen = this.training['objective'];
    return html`<section class="card" aria-label="Bounds of the f-divergences">
      <h2>Every f-divergence as a bound</h2>
      <ll-formula
        tex=${String.raw`D_f(p\,\|\,q)=\mathbb{E}_{q}\,f\!\left(\tfrac{p}{q}\right)\;\ge\;\mathbb{E}_{p}\,g_f(V)-\mathbb{E}_{q}\,f^*(g_f(V))`}
      ></ll-formula>
      <div class="scroll" tabindex="0" role="region" aria-label="Divergences and their bounds">
        <table>
          <thead>
            <tr>
              <th scope="col">Divergence</th>
              <th scope="col">f(u)</th>
              <th scope="col" class="number">D_f, by quadrature</th>
              <th scope="col" class="number">Bound at the best V</th>
            </tr>
          </thead>
          <tbody>
            ${this.#figures.divergences.map(
              ({ id, divergence, bound }) =>
                html`<tr class=${chosen === `f-${id}` ? 'chosen' : ''}>
                  <th scope="row">${fDivergences[id].label}</th>
                  <td><ll-formula compact .tex=${fDivergences[id].formulas.f}></ll-formula></td>
                  <td class="number">${formatNumber(divergence, 6)}</td>
                  <td class="number">${formatNumber(bound, 6)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="links">
        ${sourceLink('core/theory/f-divergences.ts')}, ${sourceLink('core/objectives/adversarial/f-divergences.ts')}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-divergence-page': LlDivergencePage;
  }
}
