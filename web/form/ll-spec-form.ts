import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Catalogue, DatasetCard } from '../../core/spec/catalogue.ts';
import { datasetId, importedCards } from '../../core/spec/dataset-card.ts';
import type { Fields, Values } from '../../core/spec/fields.ts';
import { misfitOf } from '../../core/spec/fitting.ts';
import { WatchController } from '../state/store.ts';
import { base } from '../styles/shared.ts';
import { flatten } from './draft.ts';
import type { Draft } from './draft.ts';
import { DraftFields, draftFieldStyles, split } from './draft-fields.ts';
import type { FieldChangeEvent } from './field-events.ts';
import type { SpecPath } from './paths.ts';
import { generalFields } from './run-fields.ts';
import type { VariantOption } from './ll-variant.ts';
import '../formula/ll-formula.ts';
import '../methods/ll-card-chips.ts';
import './ll-augmentations.ts';

/** Settings of a run that most people change; the others wait under a disclosure. */
const essentialRunFields = new Set(['batch', 'steps', 'seed', 'arithmetic']);

/** Parts of the form, which appear one after another. */
const parts = 4;

/** The whole form of a run, made from the catalogue's declarations. Edits its draft. */
@customElement('ll-spec-form')
export class LlSpecForm extends LitElement {
  static override styles = [
    base,
    draftFieldStyles,
    css`
      form {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr));
        gap: 16px;
        align-items: start;
      }

      .stack {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      section {
        padding: 16px 18px 18px;
        min-width: 0;
      }

      section.wide {
        grid-column: 1 / -1;
      }

      .method {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 290px), 1fr));
        gap: 6px 28px;
      }

      h2 {
        margin-bottom: 10px;
      }

      h3 {
        font-family: var(--ll-sans);
        font-size: 0.92rem;
        margin: 4px 0 2px;
      }

      .paper {
        margin-top: 4px;
      }

      .cost {
        margin-top: 10px;
      }

      ll-card-chips {
        margin-top: 8px;
      }

      .fault {
        color: var(--ll-danger);
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property({ attribute: false }) catalogue!: Catalogue;
  /** Names of parts that can't be changed, e.g. the method of a fork. */
  @property({ attribute: false }) fixed: readonly ('method' | 'data')[] = [];

  /** What the evaluations of the run would take, in words. */
  @property() evaluationCost = '';

  /** Parts that are there: making all in one task would keep the page from answering for a while. */
  @state() private made = 1;
  readonly #settings = new DraftFields(this, () => this.draft);

  constructor() {
    super();
    new WatchController(this, () => [this.draft.spec, this.draft.faults]);
  }

  protected override updated(): void {
    if (this.made < parts) setTimeout(() => this.made++);
  }

  override render(): TemplateResult {
    return html`<form @submit=${(event: Event) => event.preventDefault()} @ll-field-change=${this.#change}>
      ${this.#method()} ${this.made > 1 ? html`<div class="stack">${this.#data()} ${this.#run()}</div>` : nothing}
      ${this.made > 2 ? this.#networks() : nothing} ${this.made > 3 ? this.#optimisers() : nothing}
    </form>`;
  }

  /** Brings a setting into view, with the cursor in it. A path without a field of its own leads to its group. */
  reveal(path: SpecPath): void {
    const settings = [
      ...this.renderRoot.querySelectorAll<HTMLElement & { readonly path: string }>(
        'll-field, ll-variant, ll-augmentations',
      ),
    ];
    const setting =
      settings.find((candidate) => candidate.path === path) ??
      settings.find(
        (candidate) => candidate.path.startsWith(path) || path.startsWith(candidate.path.replace(/kind$/, '')),
      );
    setting?.closest('details')?.setAttribute('open', '');
    setting?.scrollIntoView({ block: 'center' });
    setting?.focus();
  }

  #method(): TemplateResult {
    const { method } = this.draft;
    const { spec } = this.draft;
    const options = this.catalogue.methods.map(({ id, title, summary }) => ({ id, label: title, help: summary }));
    return html`<section class="card wide" aria-label="Method">
      <h2>Method</h2>
      <div class="method">
        <div>
          ${
            this.fixed.includes('method')
              ? html`<p><strong>${method?.title}</strong></p>
                  <p class="small muted">${method?.summary}</p>`
              : this.#settings.variant(
                  'Method',
                  '',
                  options,
                  spec.value.method,
                  'method',
                  (id) => void this.#setMethod(id),
                )
          }
          ${
            method
              ? html`<p class="paper small muted">
                  ${method.paper.authors}: <cite>${method.paper.title}</cite>, ${method.paper.year}
                </p>`
              : nothing
          }
        </div>
        ${method ? html`<ll-formula .tex=${method.formula}></ll-formula>` : nothing}
      </div>
      <ll-card-chips .spec=${spec.value} .catalogue=${this.catalogue}></ll-card-chips>
      ${method ? this.#options(method.options, spec.value.options) : nothing}
    </section>`;
  }

  /** The method's options; those of a group under a disclosure of its name. */
  #options(options: Fields, values: Values): TemplateResult {
    const groups = new Set(Object.values(options).map(({ group }) => group));
    return html`${[...groups].map((group) => {
      const [fields] = split(options, (name) => options[name]!.group === group);
      if (group === undefined) return this.#settings.fields(fields, values, 'options', 'columns');
      const used = Object.entries(fields).some(([name, field]) => values[name] !== field.default);
      return this.#settings.disclosed(group, fields, values, 'options', used, 'columns');
    })}`;
  }

  #data(): TemplateResult {
    const { dataset, method } = this.draft;
    const kind = datasetId(this.draft.spec.value.data);
    const listed = [...this.catalogue.datasets, ...importedCards(this.catalogue)];
    // One whose set is not on this device is still what the run names.
    const known = dataset === undefined || listed.some(({ id }) => id === kind);
    const options = (known ? listed : [...listed, { ...dataset, id: kind }]).map((card): VariantOption => {
      const misfit = method && misfitOf(this.catalogue, method, card);
      const refusal = misfit === undefined ? {} : { refusal: `${misfit}, not for this method` };
      return { id: card.id, label: card.title, help: card.summary, ...refusal };
    });
    return html`<section class="card" aria-label="Data">
      <h2>Data</h2>
      ${
        this.fixed.includes('data')
          ? html`<p>${dataset?.title ?? kind}</p>`
          : this.#settings.variant('Dataset', '', options, kind, 'data.kind', (id) => void this.#setDataset(id))
      }
      ${dataset ? html`${this.#settings.fields(dataset.fields, this.draft.spec.value.data, 'data')} ${this.#augmentations(dataset)}` : nothing}
    </section>`;
  }

  #augmentations(dataset: DatasetCard): TemplateResult {
    const { spec, faults, changes } = this.draft;
    return html`<ll-augmentations
      folded
      .catalogue=${this.catalogue}
      .card=${dataset}
      .augment=${spec.value.augment}
      .faults=${faults.value}
      .changes=${changes}
    ></ll-augmentations>`;
  }

  #networks(): TemplateResult {
    const { method, dataset } = this.draft;
    const rank = dataset?.shape.length ?? 0;
    return html`<section class="card" aria-label="Networks">
      <h2>Networks</h2>
      ${Object.entries(method?.roles ?? {}).map(([role, card]) => {
        const options = card.architectures
          .map((id) => this.catalogue.architectures.find((architecture) => architecture.id === id))
          .filter((architecture) => architecture !== undefined)
          .filter((architecture) => architecture.dataRanks.includes(rank));
        return this.#settings.part(
          card.label,
          card.help,
          options,
          `networks.${role}`,
          (id) => options.find((o) => o.id === id)?.fields ?? {},
          0,
        );
      })}
    </section>`;
  }

  #optimisers(): TemplateResult {
    const { method } = this.draft;
    const { optimisers, dynamics } = this.catalogue;
    const label = (variants: typeof optimisers): VariantOption[] =>
      Object.entries(variants).map(([id, { label, help }]) => ({ id, label, help }));
    const players = Object.entries(method?.players ?? {});
    return html`<section class="card" aria-label="Optimisers and dynamics">
      <h2>${players.length > 1 ? 'Optimisers and dynamics' : 'Optimiser'}</h2>
      ${players.map(([player, card]) =>
        this.#settings.part(
          card.label,
          'How this player turns gradients into moves.',
          label(optimisers),
          `optimisers.${player}`,
          (id) => optimisers[id]?.fields ?? {},
          1,
        ),
      )}
      ${
        players.length > 1 || Object.keys(dynamics).length > 0
          ? this.#settings.part(
              'Dynamics',
              'The order in which the players move.',
              label(dynamics),
              'dynamics',
              (id) => dynamics[id]?.fields ?? {},
              9,
            )
          : nothing
      }
    </section>`;
  }

  #run(): TemplateResult {
    const values = flatten(this.draft.spec.value);
    const [essential, rest] = split(generalFields, (name) => essentialRunFields.has(name));
    return html`<section class="card" aria-label="Run">
      <h2>Run</h2>
      ${this.#settings.fields(essential, values, '')} ${this.#settings.more(rest, values, '')}
      ${this.evaluationCost === '' ? nothing : html`<p class="small muted cost">Evaluations: ${this.evaluationCost}</p>`}
    </section>`;
  }

  #change({ detail }: FieldChangeEvent): void {
    if (detail.value === undefined) this.draft.reject(detail.path, detail.message ?? 'Not a value.');
    else this.draft.set(detail.path, detail.value);
  }

  async #setMethod(id: string): Promise<void> {
    const fault = await this.draft.setMethod(id);
    if (fault) this.draft.reject('method', fault);
  }

  async #setDataset(id: string): Promise<void> {
    const fault = await this.draft.setDataset(id);
    if (fault) this.draft.reject('data.kind', fault);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-spec-form': LlSpecForm;
  }
}
