import { datasetCardOf } from '../../core/spec/dataset-card.ts';
import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { Field, Fields, FieldValue, Variants } from '../../core/spec/fields.ts';
import { augmentationMisfitOf } from '../../core/spec/fitting.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import { isSchedule } from '../form/check-field.ts';
import { getIn } from '../form/paths.ts';
import { runFields } from '../../core/spec/run-fields.ts';
import type { AxisForm, VariantForm } from './study-form.ts';

/** A setting that a study can vary. */
export interface StudyField {
  readonly path: string;
  readonly label: string;
  /** What it belongs to, to head a list of settings. */
  readonly group: string;
  /** Values to start from, by the label of each. */
  readonly values: readonly (readonly [label: string, value: string])[];
}

/** Every setting of a spec that can be varied, in the order of the form. */
export function studyFields(spec: RunSpec, catalogue: Catalogue): readonly StudyField[] {
  const method = catalogue.methods.find(({ id }) => id === spec.method);
  const dataset = datasetCardOf(catalogue, spec.data);
  const architectures: Variants = Object.fromEntries(
    catalogue.architectures
      .filter(({ dataRanks }) => dataRanks.includes(dataset?.shape.length ?? 0))
      .map((card) => [card.id, card]),
  );
  const fieldsOf = (group: string, prefix: string, fields: Fields): readonly StudyField[] =>
    Object.entries(fields).flatMap(([name, field]) => {
      const path = prefix === '' ? name : `${prefix}.${name}`;
      const present = getIn(spec, path) as FieldValue | undefined;
      const values = present === undefined ? [] : valuesOf(field, present);
      return values.length === 0 ? [] : [{ path, label: field.label, group, values }];
    });
  const chosen = (group: string, path: string, variants: Variants): readonly StudyField[] => [
    {
      path: `${path}.kind`,
      label: 'Kind',
      group,
      values: Object.entries(variants).map(([id, { label }]) => [label, id] as const),
    },
    ...fieldsOf(group, path, variants[String(getIn(spec, `${path}.kind`))]?.fields ?? {}),
  ];
  const { batch, ema, arithmetic } = runFields;
  return [
    ...fieldsOf('Method', 'options', method?.options ?? {}),
    ...chosen('Dynamics', 'dynamics', catalogue.dynamics),
    ...Object.keys(spec.optimisers).flatMap((player) =>
      chosen(`${method?.players[player]?.label ?? player}: optimiser`, `optimisers.${player}`, catalogue.optimisers),
    ),
    ...Object.keys(spec.networks).flatMap((role) => {
      const own = method?.roles[role]?.architectures ?? [];
      const fitting = Object.fromEntries(Object.entries(architectures).filter(([id]) => own.includes(id)));
      return chosen(method?.roles[role]?.label ?? role, `networks.${role}`, fitting);
    }),
    ...fieldsOf('Data', 'data', dataset?.fields ?? {}),
    ...augmentationFields(spec, catalogue),
    ...fieldsOf('Run', '', { batch, ema, arithmetic }),
  ];
}

/** Each augmentation that fits, without it and with it: as the spec has it, or with its usual settings. */
function augmentationFields(spec: RunSpec, catalogue: Catalogue): readonly StudyField[] {
  const dataset = datasetCardOf(catalogue, spec.data);
  return catalogue.augmentations.flatMap((card) => {
    if (!dataset || augmentationMisfitOf(card, dataset) !== undefined) return [];
    const path = `augment.${card.id}`;
    const own = spec.augment?.[card.id];
    const values = [
      ['without', 'false'],
      ['with', own ? JSON.stringify(own) : 'true'],
    ] as const;
    return [{ path, label: card.label, group: 'Augmentations', values }];
  });
}

/** An axis that varies one setting over its values. */
export function axisOf({ path, label, group, values }: StudyField): AxisForm {
  const variants = values.map(([name, value]): VariantForm => ({ label: name, settings: `${path} = ${value}` }));
  return { label: label === 'Kind' ? group : label, variants };
}

/** All choices of a choice; on and off; a number as it is, and its half and double within what is allowed. */
function valuesOf(field: Field, present: FieldValue): readonly (readonly [string, string])[] {
  switch (field.kind) {
    case 'choice':
      return Object.entries(field.choices).map(([id, { label }]) => [label, id]);
    case 'flag':
      return [
        ['off', 'false'],
        ['on', 'true'],
      ];
    case 'number':
    case 'scheduled': {
      if (isSchedule(present) || typeof present !== 'number') return [];
      const scale = present === 0 ? [0, field.max >= 1 ? 1 : field.max] : [present / 2, present, present * 2];
      const whole = field.kind === 'number' && field.integer;
      const values = scale.map((value) => (whole ? Math.round(value) : value));
      const allowed = values.filter((value) => value >= field.min && value <= field.max);
      return [...new Set(allowed)].map((value) => [String(value), String(value)]);
    }
    case 'points':
    case 'text':
      return [];
  }
}
