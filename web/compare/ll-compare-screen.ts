import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { icons } from '../common/icons.ts';
import type { StudyRow } from '../../worker/protocol/study.ts';
import { RaceModel } from '../race/race-model.ts';
import type { RunModel } from '../state/run-model.ts';
import type { Lab } from '../state/lab.ts';
import { hashOf } from '../state/route.ts';
import { armOfKey, openArms } from './arms.ts';
import { ListenController } from '../state/listen.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import { seriesClass, swatches } from '../styles/swatches.ts';
import type { Compared } from './compared.ts';
import { joinable } from './joinable.ts';
import '../race/ll-racer.ts';
import './ll-arm-card.ts';
import './ll-compared-curves.ts';
import './ll-figure-table.ts';
import './ll-setting-table.ts';

/** Any runs and arms of studies side by side: pictures, curves, figures, and the settings in which they differ. */
@customElement('ll-compare-screen')
export class LlCompareScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    swatches,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 10px 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 36px;
        max-width: 100%;
        padding-left: 10px;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius-small);
        background: var(--ll-surface);
        font-size: 0.92rem;
      }

      li.more {
        padding: 0;
        border: 0;
        background: none;
      }

      li a {
        min-width: 0;
        overflow-wrap: anywhere;
      }

      select {
        max-width: 100%;
      }

      .pictures {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr));
        gap: 14px;
      }

      .card.part {
        padding: 14px 16px 10px;
      }

      h2 {
        margin-bottom: 8px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  /** What is compared, as it stands in the address. */
  @property({ attribute: false }) keys: readonly string[] = [];
  @state() private race: RaceModel | undefined;
  /** Arms of studies, by their keys. */
  @state() private arms: ReadonlyMap<string, Compared> = new Map();
  @state() private missing = 0;
  /** Studies whose arms could join. */
  @state() private studies: readonly StudyRow[] = [];
  #asked = '';

  constructor() {
    super();
    new ListenController(this, {
      event: (event) => {
        this.race?.receive(event);
        if (event.type === 'studies-changed') void this.#listStudies();
      },
      resync: () => {
        void this.race?.reopen();
        void this.#listStudies();
      },
    });
    new WatchController(this, () => [...(this.race ? [this.race.version] : []), this.lab.preferences, this.lab.runs]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const asked = this.keys.join('/');
    if (!changed.has('keys') || asked === this.#asked) return;
    this.#asked = asked;
    void this.#open(asked);
  }

  protected override firstUpdated(): void {
    void this.#listStudies();
  }

  async #listStudies(): Promise<void> {
    const answer = await this.lab.service.studies();
    if (answer.ok) this.studies = answer.value;
  }

  async #open(asked: string): Promise<void> {
    const runIds = this.keys.filter((key) => armOfKey(key) === undefined);
    const [{ race }, arms] = await Promise.all([
      RaceModel.open(this.lab.service, runIds),
      openArms(this.lab.service, this.keys),
    ]);
    if (this.#asked !== asked) return;
    this.race = race;
    this.arms = arms;
    this.missing = this.keys.length - race.runs.length - arms.size;
  }

  override render(): TemplateResult {
    const { race } = this;
    if (!race) return html`<p role="status" class="muted">Opening the runs…</p>`;
    const compared = this.#compared(race);
    return html`<div class="screen">
      <header>
        <h1>Compare</h1>
        <ul aria-label="What is compared">
          ${compared.map((entry, i) => this.#entry(entry, i))} ${this.#more()}
        </ul>
        ${
          this.missing > 0
            ? html`<p class="muted small" role="status">${this.missing} of these are not on this device.</p>`
            : nothing
        }
      </header>
      ${compared.length === 0 ? html`<p class="muted">Add a run to begin with.</p>` : this.#parts(race, compared)}
    </div>`;
  }

  #entry({ key, label, href }: Compared, i: number): TemplateResult {
    return html`<li class=${seriesClass(i)}>
      <span class="swatch"></span><a href=${href}>${label}</a>
      <a
        class="button icon quiet"
        href=${hashOf({ screen: 'compare', keys: this.keys.filter((other) => other !== key) })}
        aria-label=${`Leave out ${label}`}
        title="Leave out"
        >${icons.close}</a
      >
    </li>`;
  }

  /** Runs, arms and their seeds that could join. */
  #more(): TemplateResult | typeof nothing {
    const groups = joinable(this.lab.runs.value ?? [], this.studies, this.keys);
    if (groups.length === 0) return nothing;
    return html`<li class="more">
      <select aria-label="Add a run or an arm" @change=${this.#add}>
        <option value="" selected>Add a run or an arm…</option>
        ${groups.map(
          ({ heading, entries }) =>
            html`<optgroup label=${heading}>
              ${entries.map(({ key, label }) => html`<option value=${key}>${label}</option>`)}
            </optgroup>`,
        )}
      </select>
    </li>`;
  }

  #parts(race: RaceModel, compared: readonly Compared[]): TemplateResult {
    return html`<section class="pictures" aria-label="Latest samples">
        ${repeat(
          compared,
          ({ key }) => key,
          (entry, place) => {
            const model = race.runs.find(({ id }) => id === entry.key);
            return model
              ? html`<ll-racer .model=${model} .place=${place}></ll-racer>`
              : html`<ll-arm-card .arm=${entry} .place=${place}></ll-arm-card>`;
          },
        )}
      </section>
      <section aria-label="Curves">
        <ll-compared-curves
          .compared=${compared}
          .version=${race.version.value}
          .smoothing=${this.lab.preferences.value.smoothing}
          @ll-smoothing=${(event: CustomEvent<number>) => this.lab.preferences.update({ smoothing: event.detail })}
        ></ll-compared-curves>
      </section>
      <section class="card part">
        <h2>Figures</h2>
        <ll-figure-table .compared=${compared}></ll-figure-table>
      </section>
      <section class="card part">
        <h2>What differs</h2>
        <ll-setting-table .compared=${compared}></ll-setting-table>
      </section>`;
  }

  /** What is here of what is asked for, in the order of the address. */
  #compared(race: RaceModel): readonly Compared[] {
    const runs = new Map(race.runs.map((model) => [model.id, comparedRun(model)]));
    return this.keys.flatMap((key) => runs.get(key) ?? this.arms.get(key) ?? []);
  }

  #add(event: Event): void {
    const select = event.target as HTMLSelectElement;
    if (select.value !== '') this.lab.go({ screen: 'compare', keys: [...this.keys, select.value] });
    select.value = '';
  }
}

function comparedRun({ id, view, curves }: RunModel): Compared {
  const { run } = view.value;
  return {
    key: id,
    label: run.name,
    href: hashOf({ screen: 'run', runId: id }),
    spec: run.spec,
    ...(run.evaluation && { measuredAt: run.evaluation.step }),
    figures: run.evaluation?.metrics ?? [],
    points: curves.value.points,
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'll-compare-screen': LlCompareScreen;
  }
}
