import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { datasetCardOf, datasetId } from '../../core/spec/dataset-card.ts';
import { augmentationMisfitOf, misfitOf } from '../../core/spec/fitting.ts';
import { encodeLink } from '../../core/spec/link.ts';
import { LinkError } from '../../core/spec/packed-link.ts';
import type { Augment, RunSpec } from '../../core/spec/run-spec.ts';
import type { ExamplesPage } from '../../worker/protocol/datasets.ts';
import { editAugment } from '../form/edit-augment.ts';
import type { FieldChangeEvent } from '../form/field-events.ts';
import type { SpecPath } from '../form/paths.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';
import type { ShownSet } from './shown-set.ts';
import '../form/ll-augmentations.ts';
import './ll-examples.ts';

/** Examples that are shown, by the rank of their shape. */
const shownExamples: Readonly<Record<number, number>> = { 1: 1000, 3: 8, 4: 1 };
/** What is on at first: the first of these that fits. */
const first = ['rotation', 'gaussian-noise'];
/** Wait after a change before examples are asked for, in milliseconds: a slider makes many. */
const delay = 60;

/** What a set's examples become in training: the augmentations that fit it, real examples without and with them. */
@customElement('ll-set-augmentations')
export class LlSetAugmentations extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      h3 {
        margin: 0 0 6px;
        font-family: var(--ll-sans);
        font-size: 0.88rem;
      }

      .about {
        max-width: 70ch;
        margin: 4px 0 8px;
      }

      .strips {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
        margin-top: 14px;
      }

      @media (min-width: 700px) {
        .strips.planes {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }

      .row {
        margin-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) set!: ShownSet;
  @state() private augment: Augment | undefined;
  @state() private faults: ReadonlyMap<SpecPath, string> = new Map();
  @state() private plain: ExamplesPage | undefined;
  @state() private changed: ExamplesPage | undefined;
  @state() private fault = '';
  /** What a run on this set would start from; undefined while it is asked for, or where no method takes the set. */
  @state() private spec: RunSpec | undefined;
  #draw = 0;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('set') as ShownSet | undefined;
    if (!changed.has('set') || before?.id === this.set.id) return;
    const { augmentations } = this.lab.catalogue.value!;
    const card = this.#card;
    const start = augmentations.find(({ id }) => first.includes(id) && this.#fits(id));
    this.augment = start && card ? editAugment(undefined, `augment.${start.id}`, true, augmentations) : undefined;
    this.faults = new Map();
    this.plain = this.changed = this.spec = undefined;
    this.fault = '';
    void this.#read();
    void this.#readSpec();
  }

  override render(): TemplateResult {
    const { augment, plain, fault } = this;
    const card = this.#card;
    const catalogue = this.lab.catalogue.value;
    if (!card || !catalogue) return html``;
    const link = this.#link();
    return html`<p class="small muted about">
        What training may do to examples by chance, so that a small set goes further. Evaluation always sees the set as
        it is, and a model learns what these add as if it were in the set.
      </p>
      <ll-augmentations
        .catalogue=${catalogue}
        .card=${card}
        .augment=${augment}
        .faults=${this.faults}
        @ll-field-change=${this.#change}
      ></ll-augmentations>
      ${fault === '' ? nothing : html`<p role="alert">${fault}</p>`}
      ${
        plain
          ? html`<div class="strips ${card.shape.length === 1 ? 'planes' : ''}">
              <section aria-label="Examples as they are">
                <h3>As it is</h3>
                <ll-examples .page=${plain} .classes=${this.set.classes}></ll-examples>
              </section>
              ${
                augment && this.changed
                  ? html`<section aria-label="Augmented examples">
                      <h3>Augmented</h3>
                      <ll-examples .page=${this.changed} .classes=${this.set.classes}></ll-examples>
                    </section>`
                  : nothing
              }
            </div>`
          : nothing
      }
      ${
        augment
          ? html`<div class="row">
              <button type="button" class="button" @click=${this.#again}>Draw again</button>
              ${link === undefined ? nothing : html`<a class="button" href=${link}>Start a run with these</a>`}
            </div>`
          : nothing
      }`;
  }

  get #card() {
    const { catalogue } = this.lab;
    return catalogue.value && datasetCardOf(catalogue.value, this.set.chosen);
  }

  #fits(id: string): boolean {
    const augmentation = this.lab.catalogue.value?.augmentations.find((card) => card.id === id);
    const card = this.#card;
    return augmentation !== undefined && card !== undefined && augmentationMisfitOf(augmentation, card) === undefined;
  }

  #change({ detail: { path, value, message = '' } }: FieldChangeEvent): void {
    const faults = new Map(this.faults);
    faults.delete(path);
    if (value === undefined) faults.set(path, message);
    else this.augment = editAugment(this.augment, path, value, this.lab.catalogue.value!.augmentations);
    this.faults = faults;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(), delay);
  }

  #again(): void {
    this.#draw++;
    void this.#read();
  }

  /** Where a run with these can be looked at and started. */
  #link(): string | undefined {
    const { spec, augment } = this;
    if (!spec || !augment) return undefined;
    try {
      return encodeLink({ ...spec, augment });
    } catch (error) {
      if (error instanceof LinkError) return undefined;
      throw error;
    }
  }

  async #read(): Promise<void> {
    const asked = ++this.#asked;
    const { set, augment, lab } = this;
    const request = { split: 'train', start: 0, count: shownExamples[set.shape.length] ?? 1 } as const;
    const plain = await lab.service.datasetExamples(set.chosen, request);
    const changed =
      augment &&
      (await lab.service.datasetExamples(set.chosen, { ...request, augment: { by: augment, draw: this.#draw } }));
    if (asked !== this.#asked) return;
    const failed = [plain, changed].find((answer) => answer && !answer.ok);
    this.fault = failed && !failed.ok ? failed.error.message : '';
    if (plain.ok) this.plain = plain.value;
    if (changed?.ok) this.changed = changed.value;
  }

  /** The first preset on this set, or else the first method that takes it. */
  async #readSpec(): Promise<void> {
    const { set, lab } = this;
    const catalogue = lab.catalogue.value!;
    const card = this.#card;
    const preset = catalogue.presets.find(({ spec }) => spec.data.kind === set.chosen.kind && !set.imported);
    const method = card && catalogue.methods.find((one) => misfitOf(catalogue, one, card) === undefined);
    if (preset) this.spec = preset.spec;
    if (preset || !method) return;
    const answer = await lab.service.defaults(method.id, datasetId(set.chosen));
    if (this.set.id === set.id && answer.ok) this.spec = answer.value;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-set-augmentations': LlSetAugmentations;
  }
}
