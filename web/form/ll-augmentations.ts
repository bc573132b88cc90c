import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AugmentationCard, Catalogue, DatasetCard } from '../../core/spec/catalogue.ts';
import { flag } from '../../core/spec/fields.ts';
import { augmentationCautions, augmentationMisfitOf } from '../../core/spec/fitting.ts';
import type { Augment } from '../../core/spec/run-spec.ts';
import { base } from '../styles/shared.ts';
import type { SpecPath } from './paths.ts';
import './ll-field.ts';

/**
 * The augmentations that a dataset allows: a switch for each, and the settings of those that are on. A switch is the path
 * `augment.<id>`, a setting `augment.<id>.<name>`; see edit-augment.ts.
 *
 * @fires ll-field-change
 */
@customElement('ll-augmentations')
export class LlAugmentations extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
      }

      details {
        margin-top: 12px;
      }

      summary {
        min-height: 24px;
        font-size: 0.88rem;
        color: var(--ll-accent);
        cursor: pointer;
      }

      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr));
        gap: 2px 28px;
        margin: 6px 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        min-width: 0;
      }

      .settings {
        display: grid;
        gap: 10px;
        margin: 2px 0 8px 8px;
        padding-left: 16px;
        border-left: 2px solid var(--ll-line);
      }

      .caution {
        color: var(--ll-warning);
      }
    `,
  ];

  /** Where a form looks for the settings at fault. */
  readonly path: SpecPath = 'augment';

  @property({ attribute: false }) catalogue!: Pick<Catalogue, 'augmentations'>;
  /** Of the dataset. */
  @property({ attribute: false }) card!: Pick<DatasetCard, 'shape' | 'pair' | 'turned'>;
  @property({ attribute: false }) augment: Augment | undefined;
  /** Messages by path. */
  @property({ attribute: false }) faults: ReadonlyMap<SpecPath, string> = new Map();
  /** Paths that differ from where editing started. */
  @property({ attribute: false }) changes: ReadonlySet<SpecPath> = new Set();
  /** Behind a summary that tells which are on. */
  @property({ type: Boolean }) folded = false;

  override render(): TemplateResult | typeof nothing {
    const { augmentations } = this.catalogue;
    const cards = augmentations.filter((augmentation) => augmentationMisfitOf(augmentation, this.card) === undefined);
    if (cards.length === 0) return nothing;
    const list = html`<ul aria-label="Augmentations">
      ${cards.map((augmentation) => this.#augmentation(augmentation))}
    </ul>`;
    if (!this.folded) return list;
    const on = cards.filter(({ id }) => this.augment?.[id]).map(({ label }) => label);
    return html`<details ?open=${on.length > 0}>
      <summary>Augmentations: ${on.length === 0 ? 'none' : on.join(', ')}</summary>
      <p class="small muted">
        By chance, in training batches alone: evaluation sees the set as it is. A model learns what these add as if it
        were in the set.
      </p>
      ${list}
    </details>`;
  }

  #augmentation({ id, label, help, fields }: AugmentationCard): TemplateResult {
    const values = this.augment?.[id];
    const path = `augment.${id}`;
    return html`<li>
      <ll-field
        .field=${flag({ label, help, default: false })}
        .value=${values !== undefined}
        .path=${path}
        .fault=${this.faults.get(path) ?? ''}
        ?changed=${[...this.changes].some((changed) => changed.startsWith(path))}
      ></ll-field>
      ${
        values
          ? html`<div class="settings">
              ${Object.entries(fields).map(
                ([name, field]) =>
                  html`<ll-field
                    .field=${field}
                    .value=${values[name] ?? field.default}
                    .path=${`${path}.${name}`}
                    .fault=${this.faults.get(`${path}.${name}`) ?? ''}
                  ></ll-field>`,
              )}
              ${augmentationCautions(this.catalogue, { [id]: values }, this.card).map(
                ({ message }) => html`<p class="small caution" role="status">${message}</p>`,
              )}
            </div>`
          : nothing
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-augmentations': LlAugmentations;
  }
}
