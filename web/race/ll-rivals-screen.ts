import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Objection } from '../../core/spec/catalogue.ts';
import type { RunId, RunRecord } from '../../worker/protocol/records.ts';
import { formatCount } from '../common/format.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons, inputs } from '../styles/shared.ts';
import { rivalsOf } from './rivals.ts';
import type { Rival, RivalGroup } from './rivals.ts';

/** Side by side there is room for so many, and memory for as many programs. */
const mostRuns = 8;

/** What a run is raced against: the same run with another objective or update rule. */
@customElement('ll-rivals-screen')
export class LlRivalsScreen extends LitElement {
  static override styles = [
    base,
    buttons,
    inputs,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      header p {
        margin-top: 6px;
        max-width: 66ch;
        color: var(--ll-muted);
      }

      fieldset {
        margin: 0;
        padding: 14px 16px;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius);
        background: var(--ll-surface);
      }

      legend {
        padding: 0 6px;
        font: 600 1.1rem/1.2 var(--ll-serif);
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 280px), 1fr));
        gap: 10px 20px;
        margin: 0;
        padding: 0;
        list-style: none;
      }

      li small {
        display: block;
        padding-left: 28px;
        line-height: 1.35;
        color: var(--ll-muted);
      }

      li .refused {
        color: var(--ll-warning);
      }

      .launch {
        position: sticky;
        bottom: var(--footer-height, 0);
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px;
        padding: 12px 16px;
        box-shadow: var(--ll-shadow);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property() runId: RunId = '';
  @state() private run: RunRecord | undefined;
  @state() private error = '';
  /** Ticked rivals: `<path>=<id>`. */
  @state() private ticked: ReadonlySet<string> = new Set();
  /** Why a rival makes no sense, by `<path>=<id>`. */
  @state() private refusals: ReadonlyMap<string, readonly Objection[]> = new Map();
  @state() private busy = false;
  #groups: readonly RivalGroup[] = [];

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue]);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('runId')) void this.#load();
    const catalogue = this.lab.catalogue.value;
    if (this.run && catalogue && this.#groups.length === 0) {
      this.#groups = rivalsOf(this.run.spec, catalogue);
      void this.#ask();
    }
  }

  override render(): TemplateResult {
    const { run } = this;
    if (!run) return html`<p role="status" class="muted">${this.error === '' ? 'Opening the run…' : this.error}</p>`;
    const chosen = this.#chosen();
    const runs = chosen.length + 1;
    return html`<div class="screen">
      <header>
        <h1>Race “${run.name}”</h1>
        <p>
          Choose what it is raced against. Each is a run of its own from step 0 with the same data, seed, networks,
          optimisers and ${formatCount(run.spec.steps)} steps; only the choice below differs.
        </p>
      </header>
      ${this.#groups.map((group) => this.#group(group))}
      <div class="card launch">
        <button
          type="button"
          class="button primary"
          ?disabled=${this.busy || chosen.length === 0 || runs > mostRuns}
          @click=${() => this.#launch(run, chosen)}
        >
          ${chosen.length === 0 ? 'Choose a rival' : `Race ${runs} runs`}
        </button>
        <span class="small muted" role="status"
          >${runs > mostRuns ? `At most ${mostRuns} runs race at a time.` : this.error}</span
        >
      </div>
    </div>`;
  }

  #group({ title, path, present, rivals }: RivalGroup): TemplateResult {
    return html`<fieldset>
      <legend>${title}</legend>
      <ul>
        ${rivals.map(({ id, label, help }) => {
          const key = `${path}=${id}`;
          const itself = id === present;
          const [refusal] = this.refusals.get(key) ?? [];
          return html`<li>
            <label class="check"
              ><input
                type="checkbox"
                .checked=${itself || this.ticked.has(key)}
                ?disabled=${itself || refusal !== undefined}
                @change=${() => this.#toggle(key)}
              />${label}${itself ? html` <span class="muted small">(this run)</span>` : nothing}</label
            >
            <small class=${refusal ? 'refused' : ''}>${refusal?.message ?? help}</small>
          </li>`;
        })}
      </ul>
    </fieldset>`;
  }

  #chosen(): readonly Rival[] {
    return this.#groups.flatMap(({ path, rivals }) => rivals.filter(({ id }) => this.ticked.has(`${path}=${id}`)));
  }

  #toggle(key: string): void {
    const ticked = new Set(this.ticked);
    if (!ticked.delete(key)) ticked.add(key);
    this.ticked = ticked;
  }

  async #load(): Promise<void> {
    const { runId } = this;
    this.#groups = [];
    this.ticked = new Set();
    const answer = await this.lab.service.open(runId);
    if (this.runId !== runId) return;
    if (answer.ok) this.run = answer.value.run;
    else this.error = answer.error.message;
  }

  /** Asks the worker which rivals make no sense with the run's other settings. */
  async #ask(): Promise<void> {
    const groups = this.#groups;
    const answers = await Promise.all(
      groups.flatMap(({ path, rivals }) =>
        rivals.map(async ({ id, spec }) => {
          const answer = await this.lab.service.objections(spec);
          return [`${path}=${id}`, answer.ok ? answer.value : []] as const;
        }),
      ),
    );
    if (groups === this.#groups) this.refusals = new Map(answers.filter(([, objections]) => objections.length > 0));
  }

  /** Creates the runs, the raced one again among them, and goes to the race. Nothing trains before Start is pressed. */
  async #launch(run: RunRecord, chosen: readonly Rival[]): Promise<void> {
    this.busy = true;
    this.error = '';
    const present = this.#groups.map(({ present, rivals }) => rivals.find(({ id }) => id === present)?.label);
    const racers = [{ label: present.filter(Boolean).join(', '), spec: run.spec }, ...chosen];
    const runIds: RunId[] = [];
    for (const { label, spec } of racers) {
      const answer = await this.lab.service.create(spec, `${run.name}: ${label}`);
      if (answer.ok) runIds.push(answer.value.id);
      else this.error = answer.error.message;
    }
    this.busy = false;
    if (this.error === '') this.lab.go({ screen: 'race', runIds });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-rivals-screen': LlRivalsScreen;
  }
}
