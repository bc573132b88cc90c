import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { defaultsOf } from '../../../core/spec/fields.ts';
import type { ChoiceField, Fields, Values } from '../../../core/spec/fields.ts';
import { objectionToDirac } from '../../../core/theory/dirac.ts';
import type { DiracGame, DiracPoint } from '../../../core/theory/dirac.ts';
import { logitLosses } from '../../../core/theory/logit-losses.ts';
import '../../formula/ll-formula.ts';
import { sourceLink } from '../../source/source-link.ts';
import type { Lab } from '../../state/lab.ts';
import { WatchController } from '../../state/store.ts';
import { base, inputs } from '../../styles/shared.ts';
import { seriesClass, swatches } from '../../styles/swatches.ts';
import '../ll-settings.ts';
import { theoryPage } from '../page-styles.ts';
import { fieldFormula, regulariserFormulas, updateFormulas } from './formulas.ts';
import { gameFields, gameOf, updateFields } from './game-fields.ts';
import './ll-field-view.ts';
import './ll-verdicts.ts';
import { verdictOf } from './verdict.ts';

/** The game of two numbers: its field, its paths under one or two update rules, and its eigenvalues. */
@customElement('ll-game-page')
export class LlGamePage extends LitElement {
  static override styles = [
    base,
    inputs,
    swatches,
    theoryPage,
    css`
      .columns {
        grid-template-columns: minmax(250px, 300px) minmax(0, 5fr) minmax(270px, 4fr);
      }

      .controls {
        --settings-width: 100%;
      }

      .rule {
        margin-top: 12px;
        padding-top: 10px;
        border-top: 1px solid var(--ll-line);
      }

      .rule h3 {
        display: flex;
        align-items: center;
        gap: 7px;
        margin-bottom: 4px;
        font: 600 0.92rem/1.4 var(--ll-sans);
      }

      .check {
        margin-top: 12px;
      }

      .formulas {
        margin-top: 14px;
      }

      .formulas dl {
        display: grid;
        grid-template-columns: minmax(90px, auto) minmax(0, 1fr);
        gap: 0 16px;
        align-items: center;
        margin: 0;
      }

      dt {
        font-size: 0.9rem;
        color: var(--ll-muted);
      }

      dd {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 20px;
        min-width: 0;
        margin: 0;
      }

      dd ll-formula {
        max-width: 100%;
      }

      dd a {
        font-size: 0.82rem;
        overflow-wrap: anywhere;
      }

      .objection {
        color: var(--ll-danger);
      }

      @media (max-width: 1120px) {
        .columns {
          grid-template-columns: minmax(230px, 280px) minmax(0, 1fr);
        }

        .results {
          grid-column: 1 / -1;
        }
      }

      @media (max-width: 720px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }

        .picture {
          order: -1;
        }

        .formulas dl {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  /** Id of the objective that an address asks for; an unknown one is passed over. */
  @property() objective: string | undefined;
  @state() private values: Values = defaultsOf(gameFields([]));
  @state() private rule: Values = defaultsOf(updateFields);
  @state() private other: Values = { ...defaultsOf(updateFields), update: 'alternating' };
  @state() private comparing = false;
  @state() private start: DiracPoint = { theta: 1, psi: 1 };
  #fields: Fields = gameFields([]);

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue]);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#fields = gameFields(this.lab.catalogue.value?.objectives ?? []);
    const { objective } = this;
    if (changed.has('objective') && objective !== undefined && Object.hasOwn(logitLosses, objective)) {
      this.values = { ...this.values, game: 'dirac', objective };
    }
  }

  override render(): TemplateResult {
    const rules = this.comparing ? [this.rule, this.other] : [this.rule];
    const steps = Number(this.values['steps']);
    const games = rules.map((rule) => gameOf(this.values, rule));
    const objection = games.map(objectionToDirac).find((words) => words !== undefined);
    const played = objection === undefined ? games : [];
    const verdicts = played.map((game, i) => ({
      name: nameOf(rules[i]!),
      verdict: verdictOf(game, this.start, steps),
    }));
    return html`<p class="intro">
        Two players, one number each. The generator moves its sample θ, the discriminator its slope ψ; at (0, 0) the
        sample lies on the data and nobody wants to move. Whether the players ever get there depends on the objective,
        the regulariser, and on how they take their steps.
      </p>
      <div class="columns">
        <section class="card controls" aria-label="Settings of the game">
          <ll-settings
            .fields=${this.#fields}
            .values=${this.values}
            @ll-settings=${(event: CustomEvent<Values>) => (this.values = event.detail)}
          ></ll-settings>
          ${this.#rule('Update rule', this.rule, 0, (rule) => (this.rule = rule))}
          <label class="check"
            ><input
              type="checkbox"
              .checked=${this.comparing}
              @change=${(event: Event) => (this.comparing = (event.target as HTMLInputElement).checked)}
            />Compare with another rule</label
          >
          ${this.comparing ? this.#rule('The other rule', this.other, 1, (rule) => (this.other = rule)) : nothing}
        </section>
        <section class="card picture" aria-label="Field and paths">
          ${
            objection === undefined
              ? html`<ll-field-view
                  .games=${this.#kept(games)}
                  .start=${this.start}
                  .steps=${steps}
                  @ll-start=${(event: CustomEvent<DiracPoint>) => (this.start = event.detail)}
                ></ll-field-view>`
              : html`<p class="objection" role="alert">This game makes no sense: ${objection}.</p>`
          }
        </section>
        <section class="card results" aria-label="What becomes of it">
          <h2>What becomes of it</h2>
          <ll-verdicts .verdicts=${verdicts}></ll-verdicts>
        </section>
      </div>
      ${this.#formulas(games, rules)}`;
  }

  #shownGames: readonly DiracGame[] = [];

  /** The same array while the games are the same, so that a path is not drawn anew for nothing. */
  #kept(games: readonly DiracGame[]): readonly DiracGame[] {
    if (JSON.stringify(games) !== JSON.stringify(this.#shownGames)) this.#shownGames = games;
    return this.#shownGames;
  }

  #rule(heading: string, rule: Values, series: number, change: (rule: Values) => void): TemplateResult {
    return html`<div class="rule" role="group" aria-label=${heading}>
      ${this.comparing ? html`<h3 class=${seriesClass(series)}><span class="swatch"></span>${heading}</h3>` : nothing}
      <ll-settings
        .fields=${updateFields}
        .values=${rule}
        @ll-settings=${(event: CustomEvent<Values>) => change(event.detail)}
      ></ll-settings>
    </div>`;
  }

  #formulas([first]: readonly DiracGame[], rules: readonly Values[]): TemplateResult | typeof nothing {
    if (!first) return nothing;
    const cards = this.lab.catalogue.value?.objectives ?? [];
    const objective = cards.find(({ kind, id }) => kind === 'objective' && id === first.objective);
    const regulariser = regulariserFormulas[first.regulariser.kind];
    const row = (name: string, tex: string, source: string): TemplateResult =>
      html`<dt>${name}</dt>
        <dd><ll-formula compact .tex=${tex}></ll-formula>${sourceLink(source)}</dd>`;
    return html`<section class="card formulas" aria-label="Formulas">
      <h2>Formulas</h2>
      <dl>
        ${row('Game', fieldFormula, 'core/theory/dirac-field.ts')}
        ${objective ? row(objective.label, objective.formula, objective.source) : nothing}
        ${regulariser === '' ? nothing : row('Regulariser', regulariser, 'core/theory/dirac-field.ts')}
        ${rules.map((rule) => row(nameOf(rule), updateFormulas[rule['update'] as keyof typeof updateFormulas], 'core/theory/dirac.ts'))}
      </dl>
    </section>`;
  }
}

/** A rule in a few words. */
function nameOf(rule: Values): string {
  const kind = rule['update'] as string;
  const label = (updateFields['update'] as ChoiceField).choices[kind]?.label ?? kind;
  if (kind === 'alternating') return `${label} ${rule['generatorSteps'] as number}:${rule['criticSteps'] as number}`;
  if (kind === 'unrolled') return `${label} ${rule['unrollSteps'] as number}`;
  return label;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-game-page': LlGamePage;
  }
}
