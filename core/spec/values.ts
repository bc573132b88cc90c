import type { Scheduled, Values } from './fields.ts';

/** The number that a validated group of settings holds. @throws TypeError when it holds another kind of value. */
export function numberOf(values: Values, name: string): number {
  const value = values[name];
  if (typeof value !== 'number') throw notA('number', name, value);
  return value;
}

/** The flag that a validated group of settings holds. @throws TypeError when it holds another kind of value. */
export function flagOf(values: Values, name: string): boolean {
  const value = values[name];
  if (typeof value !== 'boolean') throw notA('flag', name, value);
  return value;
}

/** The number or schedule that a validated group of settings holds. @throws TypeError for another kind of value. */
export function scheduledOf(values: Values, name: string): Scheduled {
  const value = values[name];
  if (typeof value !== 'number' && typeof value !== 'object') throw notA('number or schedule', name, value);
  return value;
}

function notA(kind: string, name: string, value: unknown): TypeError {
  return new TypeError(`setting ${name} is not a ${kind} but ${String(value)}`);
}
