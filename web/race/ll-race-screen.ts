import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { RunId } from '../../worker/protocol/records.ts';
import type { ChartSpec } from '../charts/ll-curves.ts';
import { groupCurves, isCurve } from '../charts/series.ts';
import { capitalise, formatCount, formatName } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { hashOf } from '../state/route.ts';
import { ListenController } from '../state/listen.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, progressBars } from '../styles/shared.ts';
import { RaceModel } from './race-model.ts';
import '../charts/ll-curves.ts';
import './ll-racer.ts';

/** Runs trained side by side, in step with each other. */
@customElement('ll-race-screen')
export class LlRaceScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    progressBars,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 14px;
      }

      header p {
        margin-top: 4px;
        color: var(--ll-muted);
      }

      .console {
        position: sticky;
        top: var(--header-height, 0);
        z-index: 2;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px;
        padding: 12px 14px;
        box-shadow: var(--ll-shadow);
      }

      .button.big {
        min-height: 48px;
        min-width: 128px;
        font-size: 1.05rem;
      }

      .progress {
        flex: 1 1 180px;
        min-width: 0;
        font-size: 0.86rem;
        font-variant-numeric: tabular-nums;
      }

      .racers {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 270px), 1fr));
        gap: 14px;
      }

      /* Two or three fill the width, so that they can be seen from the back of a room, but not more than the height. */
      ll-racer {
        max-width: max(300px, calc(100vh - 330px));
      }

      @media (max-width: 760px) {
        .console {
          position: static;
        }

        .racers {
          grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr));
          gap: 8px;
        }

        ll-racer {
          max-width: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) runIds: readonly RunId[] = [];
  @state() private race: RaceModel | undefined;
  @state() private missing = 0;
  @state() private busy = false;
  #asked = '';
  #drawn:
    { readonly runs: readonly RunModel[]; readonly key: string; readonly charts: readonly ChartSpec[] } | undefined;

  constructor() {
    super();
    new ListenController(this, {
      event: (event) => this.race?.receive(event),
      resync: () => void this.race?.reopen(),
    });
    new WatchController(this, () => [...(this.race ? [this.race.version] : []), this.lab.preferences]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const asked = this.runIds.join('/');
    if (!changed.has('runIds') || asked === this.#asked) return;
    this.#asked = asked;
    this.race = undefined;
    void RaceModel.open(this.lab.service, this.runIds).then(({ race, missing }) => {
      if (this.#asked !== asked) return;
      this.race = race;
      this.missing = missing;
    });
  }

  override render(): TemplateResult {
    const { race } = this;
    if (!race) return html`<p role="status" class="muted">Opening the runs…</p>`;
    return html`<div class="screen">
      <header>
        <h1>Race</h1>
        <p>
          The same data, seed, networks and budget. Every run waits for the slowest, so that all show the same
          step.${this.missing > 0 ? ` ${this.missing} of the runs are not on this device.` : ''}
        </p>
      </header>
      ${race.runs.length === 0 ? nothing : this.#console(race)}
      <div class="racers">
        ${repeat(
          race.runs,
          ({ id }) => id,
          (model, place) => html`<ll-racer .model=${model} .place=${place}></ll-racer>`,
        )}
      </div>
      <ll-curves
        group="race"
        .charts=${this.#chartsOf(race)}
        .version=${race.version.value}
        .smoothing=${this.lab.preferences.value.smoothing}
        .empty=${'Curves appear here once training starts.'}
        @ll-smoothing=${(event: CustomEvent<number>) => this.lab.preferences.update({ smoothing: event.detail })}
      ></ll-curves>
    </div>`;
  }

  #console(race: RaceModel): TemplateResult {
    const { step, steps } = race.progress;
    const { running } = race;
    return html`<div class="card console">
      <button
        type="button"
        class="button primary big"
        ?disabled=${this.busy || race.elsewhere || (!running && race.over)}
        @click=${() => this.#toggle(race)}
      >
        ${running ? icons.pause : icons.play} ${running ? 'Pause' : step > 0 ? 'Resume' : 'Start'}
      </button>
      <div class="progress">
        Step <strong>${formatCount(step)}</strong> of ${formatCount(steps)}
        <progress aria-label="Progress of the race" max=${steps} .value=${Math.min(step, steps)}></progress>
      </div>
      <a class="button" href=${hashOf({ screen: 'compare', keys: race.ids })}>${icons.compare} Compare</a>
    </div>`;
  }

  /** One chart for each value that any of the runs has, a curve for each run; the same array while they are the same. */
  #chartsOf({ runs }: RaceModel): readonly ChartSpec[] {
    const all = new Set(runs.flatMap(({ curves }) => curves.value.names));
    const names = groupCurves(all).flatMap((group) => group.names);
    const shown = (name: string, { curves }: RunModel): boolean =>
      curves.value.names.includes(name) && (name.includes('/') || isCurve(name, curves.value.points));
    const key = JSON.stringify(names.map((name) => [name, ...runs.map((run) => shown(name, run))]));
    if (runs === this.#drawn?.runs && key === this.#drawn.key) return this.#drawn.charts;
    const charts = names.map((name) => ({
      title: capitalise(formatName(name)),
      curves: runs.flatMap((run, colour) => {
        const { name: label, spec } = run.view.value.run;
        return shown(name, run) ? [{ label, colour, name, points: run.curves.value.points, batch: spec.batch }] : [];
      }),
    }));
    this.#drawn = { runs, key, charts: charts.filter(({ curves }) => curves.length > 0) };
    return this.#drawn.charts;
  }

  async #toggle(race: RaceModel): Promise<void> {
    const { service } = this.lab;
    this.busy = true;
    await this.lab.done(race.running ? service.pause(race.ids[0]!) : service.race(race.ids));
    this.busy = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-race-screen': LlRaceScreen;
  }
}
