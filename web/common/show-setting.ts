import type { Field, FieldValue } from '../../core/spec/fields.ts';
import { isSchedule } from '../form/check-field.ts';
import { formatInput } from './format.ts';

/** The value of a setting in words; without its declaration, choices show as their ids. */
export function showSetting(field: Field | undefined, value: FieldValue | undefined): string {
  if (value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (isSchedule(value)) return `${formatInput(value.from)} → ${formatInput(value.to)}`;
  if (typeof value === 'string') return field?.kind === 'choice' ? (field.choices[value]?.label ?? value) : value;
  return formatInput(value);
}
