import * as v from 'valibot';
import type { Catalogue, DatasetCard, MethodCard, RoleCard } from './catalogue.ts';
import { datasetCardOf } from './dataset-card.ts';
import { fieldEntries, list, oneOf, settings } from './field-schema.ts';
import type { Chosen, Fields, Values, Variants } from './fields.ts';
import { architecturesFor, augmentationMisfitOf, misfitOf } from './fitting.ts';
import { quote } from './issues.ts';
import type { PlainObject } from './plain.ts';
import { evaluationFields, runFields } from './run-fields.ts';
import { SPEC_VERSION } from './run-spec.ts';

/** The two choices on which the rest of a spec's schema depends. */
export interface Heading {
  readonly method: MethodCard;
  readonly dataset: DatasetCard;
}

/** Datasets for which every role of a method has an architecture, in the catalogue's order. */
function datasetsFor(catalogue: Catalogue, method: MethodCard): readonly DatasetCard[] {
  return catalogue.datasets.filter((dataset) => misfitOf(catalogue, method, dataset) === undefined);
}

/** Kinds of data that a spec may name. */
function kindsOf({ datasets, imported }: Catalogue): readonly string[] {
  return [...datasets, ...(imported ? [imported.card] : [])].map(({ id }) => id);
}

/**
 * Schema of the method and the dataset alone: first pass over a spec. A missing dataset becomes the first
 * that the method can be trained on.
 */
export function headingSchema(catalogue: Catalogue): v.GenericSchema<unknown, Heading> {
  const dataset = v.looseObject(
    { kind: v.exactOptional(oneOf(kindsOf(catalogue))) },
    ({ input }) => `must be an object with the dataset's id as its kind, not ${quote(input)}`,
  );
  return v.pipe(
    v.looseObject(
      {
        method: oneOf(catalogue.methods.map(({ id }) => id)),
        data: v.exactOptional(dataset),
      },
      ({ expected }) =>
        expected === '"method"'
          ? `is missing: choose one of ${list(catalogue.methods.map(({ id }) => id))}`
          : 'must be an object',
    ),
    v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
      const method = catalogue.methods.find(({ id }) => id === value.method)!;
      const fitting = datasetsFor(catalogue, method);
      const kind = value.data?.kind;
      const named = kind === undefined ? fitting[0] : datasetCardOf(catalogue, value.data as Chosen);
      const chosen = named && misfitOf(catalogue, method, named) === undefined ? named : undefined;
      if (chosen !== undefined) return { method, dataset: chosen };
      addIssue({
        message:
          kind === undefined
            ? `${method.title} cannot be trained on any of the datasets`
            : `${method.title} cannot be trained on ${quote(kind)}, ${misfitOf(catalogue, method, named!)}: choose one of ${list(fitting.map(({ id }) => id))}`,
        path: [{ type: 'unknown', origin: 'value', input: value, key: 'data.kind', value: kind }],
      });
      return NEVER;
    }),
  );
}

/** Schema of a whole spec with this method and dataset. Every setting that is missing gets its default. */
export function specSchema(catalogue: Catalogue, { method, dataset }: Heading): v.GenericSchema {
  const networks = Object.entries(method.roles).map(([name, role]) => [name, networkSchema(catalogue, role, dataset)]);
  const optimisers = Object.entries(method.players).map(([name, player]) => [
    name,
    chosenSchema(catalogue.optimisers, player.optimiser),
  ]);
  const firstDynamics = Object.keys(catalogue.dynamics)[0];
  if (firstDynamics === undefined) throw new Error('The catalogue has no dynamics');
  const whole = settings({
    version: v.optional(v.literal(SPEC_VERSION), SPEC_VERSION),
    method: v.literal(method.id),
    options: part(
      settings(fieldEntries(method.options, method.preferred?.[dataset.shape.length === 1 ? 'points' : 'images'])),
    ),
    data: part(variantSchema(dataset.id, dataset.fields)),
    augment: v.exactOptional(augmentSchema(catalogue, dataset)),
    networks: part(settings(Object.fromEntries(networks) as Record<string, v.GenericSchema>)),
    dynamics: chosenSchema(catalogue.dynamics, { kind: firstDynamics }),
    optimisers: part(settings(Object.fromEntries(optimisers) as Record<string, v.GenericSchema>)),
    ...fieldEntries(runFields),
    ema: v.optional(averagingSchema(), runFields.ema.default),
    evaluation: part(v.pipe(settings(fieldEntries(evaluationFields)), v.transform(withoutZeroDearEvery))),
  });
  return v.pipe(whole, v.transform(withoutEmptyAugment));
}

/**
 * Schema of the augmentations of training batches. One that does not fit the dataset is refused, with the reason. `true`
 * stands for its usual settings, and `false` turns it off.
 */
export function augmentSchema(
  { augmentations }: Pick<Catalogue, 'augmentations'>,
  dataset: Pick<DatasetCard, 'title' | 'shape' | 'pair'>,
): v.GenericSchema {
  const entries = augmentations.map((card) => {
    const misfit = augmentationMisfitOf(card, dataset);
    const on =
      misfit === undefined
        ? settings(fieldEntries(card.fields))
        : v.custom(() => false, `does not fit ${dataset.title}: ${card.label} ${misfit}`);
    const usual = v.pipe(
      v.literal(true),
      v.transform((): unknown => Object.create(null)),
      on,
    );
    const schema = v.lazy((input) => (input === false ? v.literal(false) : input === true ? usual : on));
    return [card.id, v.exactOptional(schema)];
  });
  return v.pipe(
    settings(Object.fromEntries(entries) as Record<string, v.GenericSchema>),
    v.transform((augment) =>
      Object.fromEntries(Object.entries(augment as PlainObject).filter(([, values]) => values !== false)),
    ),
  );
}

/** Runs without augmentations keep the identity of before there were any. */
function withoutEmptyAugment(spec: unknown): unknown {
  const { augment, ...rest } = spec as PlainObject;
  return typeof augment === 'object' && augment !== null && Object.keys(augment).length === 0 ? rest : spec;
}

/** Runs from before dear metrics had a schedule keep their identity: no schedule is no setting. */
function withoutZeroDearEvery(plan: unknown): unknown {
  const { dearEvery, ...rest } = plan as PlainObject;
  return dearEvery === 0 ? rest : plan;
}

/** A part of a spec that may be left out, as each of its settings may. */
function part(schema: v.GenericSchema): v.GenericSchema {
  return v.optional(schema, (): PlainObject => Object.create(null) as PlainObject);
}

function variantSchema(kind: string, fields: Fields, preferred?: Values): v.GenericSchema {
  return settings({ kind: v.optional(v.literal(kind), kind), ...fieldEntries(fields, preferred) });
}

/** One of several variants. `preferred` is the one to start with and the values that it starts with. */
function chosenSchema(variants: Variants, preferred: Chosen): v.GenericSchema {
  const { kind: first, ...values } = preferred;
  const misnamed = Object.keys(values).find((name) => variants[first]?.fields[name] === undefined);
  if (misnamed !== undefined)
    throw new Error(`A card prefers a value for '${misnamed}', which '${first}' does not have`);
  const schemas = new Map(
    Object.entries(variants).map(([kind, { fields }]) => [
      kind,
      variantSchema(kind, fields, kind === first ? values : {}),
    ]),
  );
  return byKind(schemas, first, v.looseObject({ kind: oneOf([...schemas.keys()]) }));
}

function networkSchema(catalogue: Catalogue, role: RoleCard, dataset: DatasetCard): v.GenericSchema {
  const fitting = architecturesFor(catalogue, role, dataset);
  const ids = fitting.map(({ id }) => id);
  const schemas = new Map(fitting.map(({ id, fields }) => [id, variantSchema(id, fields)]));
  const refusal = v.looseObject({
    kind: v.picklist(ids, ({ input }) =>
      role.architectures.some((id) => id === input)
        ? `${quote(input)} does not work with ${dataset.title}, whose examples have shape [${dataset.shape.join(', ')}]: choose one of ${list(ids)}`
        : `${quote(input)} is not one of ${list(ids)}`,
    ),
  });
  return byKind(schemas, ids[0]!, refusal);
}

/** Chooses the schema that the input's `kind` names; an unknown one meets `refusal`, which says why. */
function byKind(
  schemas: ReadonlyMap<unknown, v.GenericSchema>,
  first: string,
  refusal: v.GenericSchema,
): v.GenericSchema {
  const choose = v.lazy((input) => {
    const named = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : first;
    return schemas.get(named) ?? refusal;
  });
  // The preferred variant must exist: without it every spec would be refused for a setting nobody made.
  if (!schemas.has(first)) throw new Error(`The catalogue has no variant '${first}', which a card prefers`);
  return part(choose);
}

function averagingSchema(): v.GenericSchema {
  const message = ({ input }: { input: unknown }): string => `must be a number from 0 to below 1, not ${quote(input)}`;
  return v.pipe(v.number(message), v.finite(message), v.minValue(0, message), v.ltValue(1, message));
}
