/**
 * Declarations of settings. One table of fields drives the schema, the defaults, the form, the URL and the
 * terminal's `--set`; it is plain data, so that it can cross from the worker to the page.
 */

/** Shows a field only while another field of the same group has one of the given values. */
export interface Condition {
  readonly field: string;
  readonly in: readonly (string | boolean)[];
}

interface FieldBase {
  readonly label: string;
  /** A plain-words tooltip: what the setting does and when to change it. */
  readonly help: string;
  readonly when?: Condition;
  /** Not for a form: it is set together with another choice. */
  readonly hidden?: boolean;
  /** What a form calls the fields that it shows together, out of the way until somebody looks for them. */
  readonly group?: string;
}

export interface NumberField extends FieldBase {
  readonly kind: 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  /** 'log' when equal ratios matter more than equal differences, e.g. a learning rate. */
  readonly scale: 'linear' | 'log';
}

/** A number that may follow a schedule over the steps of the run. */
export interface ScheduledField extends FieldBase {
  readonly kind: 'scheduled';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
}

export interface ChoiceField<V extends string = string> extends FieldBase {
  readonly kind: 'choice';
  readonly default: V;
  readonly choices: { readonly [K in V]: { readonly label: string; readonly help: string } };
}

export interface FlagField extends FieldBase {
  readonly kind: 'flag';
  readonly default: boolean;
}

/** A list of points in the plane, drawn by a person or read from a file; as text, see point-list.ts. */
export interface PointsField extends FieldBase {
  readonly kind: 'points';
  readonly default: string;
  /** Largest number of points. */
  readonly most: number;
}

/** A text of a given form that is chosen elsewhere, never typed. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
  /** Need not have the form: it then must be set. */
  readonly default: string;
  /** Source of a regular expression that the whole text matches. */
  readonly pattern: string;
  /** What such a text is, for messages. */
  readonly example: string;
}

export type Field = NumberField | ScheduledField | ChoiceField | FlagField | PointsField | TextField;
export type Fields = Readonly<Record<string, Field>>;

/** A value that changes linearly (or geometrically) from `from` to `to` between two steps, constant outside. */
export interface Schedule {
  readonly schedule: 'linear' | 'exponential' | 'cosine';
  readonly from: number;
  readonly to: number;
  /** First and last step of the change; `start < end`. */
  readonly start: number;
  readonly end: number;
}

export type Scheduled = number | Schedule;

type ValueOf<F> = F extends ScheduledField
  ? Scheduled
  : F extends NumberField
    ? number
    : F extends ChoiceField<infer V>
      ? V
      : F extends FlagField
        ? boolean
        : F extends PointsField | TextField
          ? string
          : never;

/** The typed values of a table of fields. */
export type ValuesOf<F extends Fields> = { readonly [K in keyof F]: ValueOf<F[K]> };

export type FieldValue = number | Schedule | string | boolean;
export type Values = Readonly<Record<string, FieldValue>>;

/** One of several kinds of thing, each with settings of its own: an optimiser, a dataset, an architecture. */
export interface Variant<F extends Fields = Fields> {
  readonly label: string;
  readonly help: string;
  readonly fields: F;
}
export type Variants = Readonly<Record<string, Variant>>;
/** A chosen variant: its kind, with the values of its fields beside it. */
export type Chosen = { readonly kind: string } & Values;

type NumberOptions = Omit<NumberField, 'kind' | 'integer' | 'scale'> & { scale?: 'linear' | 'log' };

export const number = (options: NumberOptions): NumberField => ({
  scale: 'linear',
  ...options,
  kind: 'number',
  integer: false,
});
export const integer = (options: NumberOptions): NumberField => ({
  scale: 'linear',
  ...options,
  kind: 'number',
  integer: true,
});
export const scheduled = (
  options: Omit<ScheduledField, 'kind' | 'scale'> & { scale?: 'linear' | 'log' },
): ScheduledField => ({
  scale: 'linear',
  ...options,
  kind: 'scheduled',
});
/** The values are those of `choices`; the default must be one of them. */
export const choice = <V extends string>(
  options: Omit<ChoiceField<V>, 'kind' | 'default'> & { readonly default: NoInfer<V> },
): ChoiceField<V> => ({ ...options, kind: 'choice' });
export const flag = (options: Omit<FlagField, 'kind'>): FlagField => ({ ...options, kind: 'flag' });

export const points = (options: Omit<PointsField, 'kind'>): PointsField => ({ ...options, kind: 'points' });

export const text = (options: Omit<TextField, 'kind' | 'hidden'>): TextField => ({
  ...options,
  kind: 'text',
  hidden: true,
});

/** Every field at its default. */
export function defaultsOf<F extends Fields>(fields: F): ValuesOf<F> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default])) as ValuesOf<F>;
}

/** The choices of a field made from a registry: only what a form needs, so that it stays plain data. */
export function labelsOf<V extends string>(
  registry: Readonly<Record<V, { readonly label: string; readonly help: string }>>,
): ChoiceField<V>['choices'] {
  const entries = Object.entries<{ readonly label: string; readonly help: string }>(registry);
  return Object.fromEntries(entries.map(([id, { label, help }]) => [id, { label, help }])) as ChoiceField<V>['choices'];
}
