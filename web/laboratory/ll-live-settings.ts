import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { specAt } from '../../core/spec/edits.ts';
import type { Chosen, Field, FieldValue, Variants } from '../../core/spec/fields.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { RunEdit } from '../../worker/protocol/records.ts';
import { formatCount } from '../common/format.ts';
import { showSetting } from '../common/show-setting.ts';
import { faultOf, shownFields } from '../form/check-field.ts';
import type { FieldChangeEvent } from '../form/field-events.ts';
import { getIn, setIn } from '../form/paths.ts';
import type { Lab } from '../state/lab.ts';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';
import '../form/ll-field.ts';

type Editable = Pick<RunSpec, 'optimisers' | 'dynamics'>;

/** A setting that may change while the run trains. */
interface LiveField {
  readonly path: string;
  readonly field: Field;
  /** Whose setting it is, where several have one of that name. */
  readonly owner?: string;
}

/** Learning rates and the numbers of moves, changed in mid-run; what was changed is kept with the run. */
@customElement('ll-live-settings')
export class LlLiveSettings extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 250px), 1fr));
        gap: 12px 20px;
        align-items: start;
      }

      h3 {
        margin-bottom: 2px;
        font-size: 0.85rem;
        color: var(--ll-muted);
      }

      .row {
        margin-top: 14px;
      }

      ol {
        margin: 12px 0 0;
        padding-left: 1.4em;
        font-size: 0.88rem;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) model!: RunModel;
  /** What the person has set and not yet applied, by path. */
  @state() private typed: ReadonlyMap<string, FieldValue> = new Map();
  @state() private faults: ReadonlyMap<string, string> = new Map();
  @state() private busy = false;
  #known = '';

  constructor() {
    super();
    new WatchController(this, () => [this.model.view, this.lab.catalogue]);
  }

  /** Progress arrives many times a second: only what is shown here is worth drawing again. */
  protected override shouldUpdate(): boolean {
    const { run, elsewhere } = this.model.view.value;
    const known = JSON.stringify([
      this.lab.catalogue.value !== undefined,
      run.id,
      run.edits,
      elsewhere,
      [...this.typed],
      [...this.faults],
      this.busy,
    ]);
    const changed = known !== this.#known;
    this.#known = known;
    return changed;
  }

  override render(): TemplateResult | typeof nothing {
    const catalogue = this.lab.catalogue.value;
    if (!catalogue) return nothing;
    const { run, elsewhere } = this.model.view.value;
    const present = specAt(run.spec, run.edits, Infinity);
    const pending = this.typed.size > 0;
    return html`<div @ll-field-change=${this.#changed}>
      <div class="fields">
        ${this.#fields(present).map(({ path, field, owner }) => {
          const original = getIn(present, path) as FieldValue;
          const value = this.typed.get(path) ?? original;
          return html`<div>
            ${owner ? html`<h3>${owner}</h3>` : nothing}
            <ll-field
              .path=${path}
              .field=${field}
              .value=${value}
              .steps=${run.spec.steps}
              .fault=${this.faults.get(path) ?? ''}
              .changed=${this.typed.has(path)}
              .original=${this.typed.has(path) ? showSetting(field, original) : ''}
            ></ll-field>
          </div>`;
        })}
      </div>
      <div class="row">
        <button
          type="button"
          class="button primary"
          ?disabled=${!pending || this.faults.size > 0 || this.busy || elsewhere}
          @click=${() => this.#apply(present)}
        >
          Apply from this step on
        </button>
        ${
          pending
            ? html`<button type="button" class="button" @click=${() => this.#forget()}>Leave as it was</button>`
            : html`<span class="small muted">Changes are kept with the run: a resume repeats them at their step.</span>`
        }
      </div>
      ${run.edits.length > 0 ? this.#history(run.spec, run.edits) : nothing}
    </div>`;
  }

  #history(spec: RunSpec, edits: readonly RunEdit[]): TemplateResult {
    const fields = this.#fields(spec);
    return html`<ol aria-label="Changes in mid-run">
      ${edits.map((edit, i) => {
        const before = specAt(spec, edits.slice(0, i), Infinity);
        const after = specAt(spec, edits.slice(0, i + 1), Infinity);
        const changes = fields.flatMap(({ path, field, owner }) => {
          const [from, to] = [getIn(before, path), getIn(after, path)] as [FieldValue, FieldValue];
          if (JSON.stringify(from) === JSON.stringify(to)) return [];
          return [`${owner ? `${owner}: ` : ''}${field.label} ${showSetting(field, from)} → ${showSetting(field, to)}`];
        });
        return html`<li>Step ${formatCount(edit.step)}: ${changes.join('; ')}</li>`;
      })}
    </ol>`;
  }

  #fields({ method, optimisers, dynamics }: RunSpec): readonly LiveField[] {
    const catalogue = this.lab.catalogue.value;
    const players = catalogue?.methods.find(({ id }) => id === method)?.players ?? {};
    const of = (variants: Variants | undefined, chosen: Chosen) =>
      shownFields(variants?.[chosen.kind]?.fields ?? {}, chosen);
    return [
      ...Object.entries(optimisers).flatMap(([player, chosen]) =>
        of(catalogue?.optimisers, chosen)
          .filter(([name]) => name === 'learningRate')
          .map(([name, field]) => ({
            path: `optimisers.${player}.${name}`,
            field,
            owner: players[player]?.label ?? player,
          })),
      ),
      ...of(catalogue?.dynamics, dynamics).map(([name, field]) => ({ path: `dynamics.${name}`, field })),
    ];
  }

  #changed({ detail: { path, value, message } }: FieldChangeEvent): void {
    const { run } = this.model.view.value;
    const present = specAt(run.spec, run.edits, Infinity);
    const faults = new Map(this.faults);
    faults.delete(path);
    if (value === undefined) {
      if (message !== undefined) this.faults = faults.set(path, message);
      return;
    }
    const field = this.#fields(present).find((live) => live.path === path)?.field;
    const fault = field && faultOf(field, value);
    if (fault !== undefined) faults.set(path, fault);
    const typed = new Map(this.typed);
    if (JSON.stringify(getIn(present, path)) === JSON.stringify(value)) typed.delete(path);
    else typed.set(path, value);
    this.typed = typed;
    this.faults = faults;
  }

  async #apply(present: RunSpec): Promise<void> {
    this.busy = true;
    const spec = [...this.typed].reduce((spec, [path, value]) => setIn(spec, path, value), present);
    const paths = [...this.typed.keys()];
    const changes: Partial<Editable> = {
      ...(paths.some((path) => path.startsWith('optimisers')) && { optimisers: spec.optimisers }),
      ...(paths.some((path) => path.startsWith('dynamics')) && { dynamics: spec.dynamics }),
    };
    const record = await this.lab.attempt(this.lab.service.edit(this.model.id, changes), 'Nothing was changed');
    if (record) {
      this.model.recorded(record);
      this.#forget();
    }
    this.busy = false;
  }

  #forget(): void {
    this.typed = new Map();
    this.faults = new Map();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-live-settings': LlLiveSettings;
  }
}
