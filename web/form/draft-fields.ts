import { css, html, nothing } from 'lit';
import type { ReactiveControllerHost, TemplateResult } from 'lit';
import type { Chosen, Field, Fields, FieldValue, Values } from '../../core/spec/fields.ts';
import { formatInput } from '../common/format.ts';
import { shownFields } from './check-field.ts';
import type { Draft } from './draft.ts';
import { getIn } from './paths.ts';
import type { VariantOption } from './ll-variant.ts';
import './ll-field.ts';
import './ll-variant.ts';

/** Styles of what DraftFields draws, for the element that shows it. */
export const draftFieldStyles = css`
  .fields {
    display: grid;
    gap: 12px;
    margin-top: 12px;
  }

  .fields.columns {
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 290px), 1fr));
    gap: 14px 28px;
  }

  .part + .part {
    margin-top: 14px;
    padding-top: 14px;
    border-top: 1px solid var(--ll-line);
  }

  details {
    margin-top: 12px;
  }

  summary {
    cursor: pointer;
    font-size: 0.88rem;
    color: var(--ll-accent);
    min-height: 24px;
  }
`;

/** Settings as their declarations say, with the values, changes and faults of a draft. */
export class DraftFields {
  readonly #host: ReactiveControllerHost;
  readonly #draft: () => Draft;
  /** Disclosures that have been opened: until then their fields need not exist. */
  readonly #opened = new Set<string>();

  /** @param draft What they are of at the time they are drawn. */
  constructor(host: ReactiveControllerHost, draft: () => Draft) {
    this.#host = host;
    this.#draft = draft;
  }

  /** A kind and its fields: the first `visible` at once, the rest under a disclosure. */
  part(
    label: string,
    help: string,
    options: readonly VariantOption[],
    path: string,
    fieldsOf: (kind: string) => Fields,
    visible: number,
  ): TemplateResult {
    const chosen = getIn(this.#draft().spec.value, path) as Chosen | undefined;
    if (!chosen) return html``;
    const [first, rest] = split(fieldsOf(chosen.kind), (_, i) => i < visible);
    return html`<div class="part">
      ${this.variant(label, help, options, chosen.kind, `${path}.kind`, (id) => this.#draft().choose(path, id, fieldsOf(id)))}
      ${this.fields(first, chosen, path)} ${this.more(rest, chosen, path)}
    </div>`;
  }

  variant(
    label: string,
    help: string,
    options: readonly VariantOption[],
    value: string,
    path: string,
    choose: (id: string) => void,
  ): TemplateResult {
    const { faults, changes } = this.#draft();
    return html`<ll-variant
      .path=${path}
      .label=${label}
      .help=${help}
      .options=${options}
      .value=${value}
      .fault=${faults.value.get(path) ?? faults.value.get(path.replace(/\.kind$/, '')) ?? ''}
      ?changed=${changes.has(path)}
      @ll-choose=${(event: CustomEvent<string>) => choose(event.detail)}
    ></ll-variant>`;
  }

  fields(fields: Fields, values: Values, prefix: string, layout = ''): TemplateResult | typeof nothing {
    const shown = shownFields(fields, values);
    if (shown.length === 0) return nothing;
    return html`<div class="fields ${layout}">
      ${shown.map(([name, field]) => this.#field(name, field, values, prefix))}
    </div>`;
  }

  more(fields: Fields, values: Values, prefix: string): TemplateResult | typeof nothing {
    const count = shownFields(fields, values).length;
    return this.disclosed(count === 1 ? '1 more setting' : `${count} more settings`, fields, values, prefix);
  }

  /** Fields behind a summary, which is open where one of them has been changed, is at fault or is `used`. */
  disclosed(
    summary: string,
    fields: Fields,
    values: Values,
    prefix: string,
    used = false,
    layout = '',
  ): TemplateResult | typeof nothing {
    const shown = shownFields(fields, values);
    if (shown.length === 0) return nothing;
    const { faults, changes } = this.#draft();
    const path = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
    const open = used || shown.some(([name]) => faults.value.has(path(name)) || changes.has(path(name)));
    const toggled = ({ target }: Event): void => {
      if (!(target as HTMLDetailsElement).open) return;
      this.#opened.add(prefix);
      this.#host.requestUpdate();
    };
    return html`<details ?open=${open} @toggle=${toggled}>
      <summary>${summary}</summary>
      ${open || this.#opened.has(prefix) ? this.fields(fields, values, prefix, layout) : nothing}
    </details>`;
  }

  #field(name: string, field: Field, values: Values, prefix: string): TemplateResult {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const changed = this.#draft().changes.has(path);
    return html`<ll-field
      .field=${field}
      .value=${values[name] ?? field.default}
      .path=${path}
      .fault=${this.#draft().faults.value.get(path) ?? ''}
      .original=${changed ? describe(field, getIn(this.#draft().base, path) as FieldValue | undefined) : ''}
      ?changed=${changed}
      .steps=${this.#draft().spec.value.steps}
    ></ll-field>`;
  }
}

/** Fields in two: those that are to come first, and the rest. */
export function split(fields: Fields, first: (name: string, index: number) => boolean): readonly [Fields, Fields] {
  const entries = Object.entries(fields);
  return [
    Object.fromEntries(entries.filter(([name], i) => first(name, i))),
    Object.fromEntries(entries.filter(([name], i) => !first(name, i))),
  ];
}

/** A value as the form shows it. */
function describe(field: Field, value: FieldValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return formatInput(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object') return 'a schedule';
  return field.kind === 'choice' ? (field.choices[value]?.label ?? value) : value;
}
