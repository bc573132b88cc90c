import type { Field, FieldValue } from '../../core/spec/fields.ts';
import { isSchedule } from '../form/check-field.ts';
import { pointCount } from '../../core/spec/point-list.ts';
import { formatInput } from './format.ts';

/** The value of a setting in words; without its declaration, choices show as their ids. */
export function showSetting(field: Field | undefined, value: FieldValue | undefined): string {
  if (value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (isSchedule(value)) return `${formatInput(value.from)} → ${formatInput(value.to)}`;
  if (field?.kind === 'points') return `${pointCount(String(value))} points`;
  if (typeof value === 'string') return field?.kind === 'choice' ? (field.choices[value]?.label ?? value) : value;
  return formatInput(value);
}
