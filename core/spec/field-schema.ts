import * as v from 'valibot';
import type {
  ChoiceField,
  Field,
  Fields,
  NumberField,
  PointsField,
  ScheduledField,
  TextField,
  Values,
} from './fields.ts';
import { quote } from './issues.ts';
import { decodePoints, PointListError } from './point-list.ts';
import { mostSteps } from './run-fields.ts';

/** What a schema's message may look at. */
interface Found {
  readonly input: unknown;
  readonly expected: string | null;
}

type Range = Pick<NumberField, 'min' | 'max' | 'integer'>;

/** The schema of one field, without its default. */
function fieldSchema(field: Field): v.GenericSchema {
  switch (field.kind) {
    case 'number':
      return numberSchema(field);
    case 'scheduled':
      return scheduledSchema(field);
    case 'choice':
      return choiceSchema(field);
    case 'flag':
      return v.boolean(({ input }) => `must be true or false, not ${quote(input)}`);
    case 'points':
      return pointsSchema(field);
    case 'text':
      return textSchema(field);
  }
  return field satisfies never;
}

/** Entries of an object schema: each field with its default, or with the value in `preferred`. */
export function fieldEntries(fields: Fields, preferred: Values = {}): Record<string, v.GenericSchema> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [
      name,
      v.optional(fieldSchema(field), Object.hasOwn(preferred, name) ? preferred[name] : field.default),
    ]),
  );
}

/** An object with these keys and no others. */
export function settings(entries: Record<string, v.GenericSchema>): v.GenericSchema {
  return v.strictObject(entries, (found) => aboutKeys(found, Object.keys(entries)));
}

/** One of the given texts. */
export function oneOf(values: readonly string[]): v.GenericSchema<unknown, string> {
  return v.picklist(values, (found) =>
    found.input === undefined
      ? `is missing: choose one of ${list(values)}`
      : `${quote(found.input)} is not one of ${list(values)}`,
  );
}

function numberSchema(range: Range, alternative = ''): v.GenericSchema {
  const message = ({ input }: Found): string => `must be ${describeRange(range)}${alternative}, not ${quote(input)}`;
  const inRange = v.pipe(
    v.number(message),
    v.finite(message),
    v.minValue(range.min, message),
    v.maxValue(range.max, message),
  );
  return range.integer ? v.pipe(inRange, v.safeInteger(message)) : inRange;
}

/** `a` or `a, b, c`. */
export function list(names: readonly string[]): string {
  return names.length === 0 ? '(none)' : names.join(', ');
}

function choiceSchema(field: ChoiceField): v.GenericSchema {
  return oneOf(Object.keys(field.choices));
}

function textSchema({ pattern, example }: TextField): v.GenericSchema {
  const message = ({ input }: Found): string => `must be ${example}, not ${quote(input)}`;
  return v.pipe(v.string(message), v.regex(new RegExp(`^(?:${pattern})$`), message));
}

function pointsSchema({ most }: PointsField): v.GenericSchema {
  return v.pipe(
    v.string(({ input }) => `must be points as text, not ${quote(input)}`),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      try {
        decodePoints(dataset.value, most);
      } catch (error) {
        if (!(error instanceof PointListError)) throw error;
        addIssue({ message: error.message });
      }
    }),
  );
}

function scheduledSchema(field: ScheduledField): v.GenericSchema {
  const range = { min: field.min, max: field.max, integer: false };
  const constant = numberSchema(range, ' or a schedule');
  const schedule = scheduleSchema(range);
  return v.lazy((input) => (typeof input === 'object' && input !== null ? schedule : constant));
}

function scheduleSchema(range: Range): v.GenericSchema {
  const step = (min: number): v.GenericSchema<unknown, number> =>
    numberSchema({ min, max: mostSteps, integer: true }) as v.GenericSchema<unknown, number>;
  const value = numberSchema(range) as v.GenericSchema<unknown, number>;
  const entries = {
    schedule: oneOf(['linear', 'exponential', 'cosine']),
    from: value,
    to: value,
    start: step(0),
    end: step(1),
  };
  return v.pipe(
    v.strictObject(entries, (found) => aboutKeys(found, Object.keys(entries))),
    v.forward(
      v.check(
        ({ start, end }) => end > start,
        ({ input }) => `must be a step after the schedule's start (${input.start}), not ${input.end}`,
      ),
      ['end'],
    ),
    v.forward(
      v.check(
        ({ schedule, from, to }) => schedule !== 'exponential' || from * to > 0,
        'an exponential schedule needs `from` and `to` of one sign, neither of them 0',
      ),
      ['schedule'],
    ),
  );
}

function aboutKeys({ input, expected }: Found, known: readonly string[]): string {
  if (expected === 'never') return `there is no such setting here; there is ${list(known)}`;
  if (expected === 'Object') return `must be an object with ${list(known)}, not ${quote(input)}`;
  return 'is missing';
}

function describeRange({ min, max, integer }: Range): string {
  return `a ${integer ? 'whole number' : 'number'} from ${min} to ${max}`;
}
