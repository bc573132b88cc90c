import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { Chosen, Fields, Values } from '../../core/spec/fields.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { isShown } from '../form/check-field.ts';
import { flatten } from '../form/draft.ts';
import { generalFields } from '../form/run-fields.ts';
import '../methods/ll-card-chips.ts';
import { base } from '../styles/shared.ts';
import { showSetting } from './show-setting.ts';

interface Group {
  readonly title: string;
  readonly kind: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** Every setting of a run in words, to read and not to change. */
@customElement('ll-spec-summary')
export class LlSpecSummary extends LitElement {
  static override styles = [
    base,
    css`
      .groups {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr));
        gap: 14px 28px;
      }

      h3 {
        font-family: var(--ll-sans);
        font-size: 0.82rem;
        color: var(--ll-muted);
      }

      ll-card-chips {
        grid-column: 1 / -1;
      }

      .kind {
        font-weight: 600;
      }

      dl {
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 1px 12px;
        margin: 3px 0 0;
        font-size: 0.88rem;
      }

      dt {
        color: var(--ll-muted);
      }

      dd {
        margin: 0;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) spec!: RunSpec;
  @property({ attribute: false }) catalogue!: Catalogue;

  override render(): TemplateResult {
    return html`<div class="groups">
      ${this.#groups().map(
        ({ title, kind, rows }) =>
          html`<section>
            <h3>${title}</h3>
            <p class="kind">${kind}</p>
            <dl>
              ${rows.map(
                ([name, value]) =>
                  html`<dt>${name}</dt>
                    <dd>${value}</dd>`,
              )}
            </dl>
          </section>`,
      )}
      <ll-card-chips .spec=${this.spec} .catalogue=${this.catalogue}></ll-card-chips>
    </div>`;
  }

  #groups(): readonly Group[] {
    const { spec, catalogue } = this;
    const method = catalogue.methods.find(({ id }) => id === spec.method);
    const dataset = datasetCardOf(catalogue, spec.data);
    const variant = (title: string, chosen: Chosen, label: string | undefined, fields: Fields | undefined): Group => ({
      title,
      kind: label ?? chosen.kind,
      rows: rowsOf(fields ?? {}, chosen),
    });
    return [
      { title: 'Method', kind: method?.title ?? spec.method, rows: rowsOf(method?.options ?? {}, spec.options) },
      variant('Data', spec.data, dataset?.title, dataset?.fields),
      ...augmentationsOf(spec, catalogue),
      ...Object.entries(spec.networks).map(([role, chosen]) => {
        const card = catalogue.architectures.find(({ id }) => id === chosen.kind);
        return variant(method?.roles[role]?.label ?? role, chosen, card?.label, card?.fields);
      }),
      ...Object.entries(spec.optimisers).map(([player, chosen]) => {
        const card = catalogue.optimisers[chosen.kind];
        return variant(`${method?.players[player]?.label ?? player}: optimiser`, chosen, card?.label, card?.fields);
      }),
      variant(
        'Dynamics',
        spec.dynamics,
        catalogue.dynamics[spec.dynamics.kind]?.label,
        catalogue.dynamics[spec.dynamics.kind]?.fields,
      ),
      { title: 'Run', kind: '', rows: rowsOf(generalFields, flatten(spec)) },
    ];
  }
}

/** Which augmentations are on, with their settings; nothing where none is. */
function augmentationsOf({ augment }: RunSpec, { augmentations }: Catalogue): readonly Group[] {
  if (!augment) return [];
  const on = augmentations.filter(({ id }) => augment[id]);
  const rows = on.flatMap(({ id, label, fields }) =>
    rowsOf(fields, augment[id]!).map(([name, value]) => [`${label}: ${lowered(name)}`, value] as const),
  );
  return [{ title: 'Augmentations', kind: on.map(({ label }) => label).join(', '), rows }];
}

const lowered = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

function rowsOf(fields: Fields, values: Values): readonly (readonly [string, string])[] {
  return Object.entries(fields)
    .filter(([, field]) => isShown(field, values))
    .map(([name, field]) => [field.label, showSetting(field, values[name])]);
}

declare global {
  interface HTMLElementTagNameMap {
    'll-spec-summary': LlSpecSummary;
  }
}
