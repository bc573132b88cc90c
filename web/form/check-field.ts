import type { Field, FieldValue, Fields, Schedule, Values } from '../../core/spec/fields.ts';
import { formatInput } from '../common/format.ts';

/** Whether a field is to be shown, given the values of its group. */
export function isShown(field: Field, values: Values): boolean {
  const { when } = field;
  if (field.hidden) return false;
  if (!when) return true;
  const value = values[when.field];
  return when.in.some((wanted) => wanted === value);
}

/** The shown fields of a group, in order. */
export function shownFields(fields: Fields, values: Values): readonly (readonly [string, Field])[] {
  return Object.entries(fields).filter(([, field]) => isShown(field, values));
}

export function isSchedule(value: unknown): value is Schedule {
  return typeof value === 'object' && value !== null && 'schedule' in value;
}

/** What is wrong with a value, in words for the person who typed it, or undefined. */
export function faultOf(field: Field, value: FieldValue): string | undefined {
  if (field.kind === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'Type a number.';
    if (field.integer && !Number.isInteger(value)) return 'Type a whole number.';
    return outside(value, field);
  }
  if (field.kind === 'scheduled') {
    if (!isSchedule(value))
      return typeof value === 'number' && Number.isFinite(value) ? outside(value, field) : 'Type a number.';
    if (![value.from, value.to, value.start, value.end].every(Number.isFinite)) return 'Type a number in each box.';
    if (value.start >= value.end) return 'The first step must come before the last.';
    if (value.schedule === 'exponential' && (value.from <= 0 || value.to <= 0))
      return 'A geometric change needs values above 0.';
    return outside(value.from, field) ?? outside(value.to, field);
  }
  if (field.kind === 'points' && value === '') return 'Draw at least one point.';
  return undefined;
}

function outside(value: number, { min, max }: { min: number; max: number }): string | undefined {
  if (value >= min && value <= max) return undefined;
  return `Choose a value from ${formatInput(min)} to ${formatInput(max)}.`;
}
