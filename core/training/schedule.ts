import { cosPi, exp, ln } from '../random/elementary.ts';
import type { Schedule, Scheduled } from '../spec/fields.ts';

/**
 * Value of a setting at a step: `from` up to the step `start`, `to` from the step `end` on, and between
 * them, with t running from 0 to 1: `from + t (to - from)` (linear), `from (to / from)^t` (exponential) or
 * `to + (from - to) (1 + cos(pi t)) / 2` (cosine; Loshchilov & Hutter 2017, eq. 5, without restarts).
 * The same bits on every engine.
 *
 * @param step Completed steps, from 0.
 */
export function valueAt(scheduled: Scheduled, step: number): number {
  if (typeof scheduled === 'number') return scheduled;
  const { from, to, start, end } = scheduled;
  if (step <= start) return from;
  if (step >= end) return to;
  return between(scheduled, (step - start) / (end - start));
}

/** Whether a setting is 0 at every step. */
export function isOff(scheduled: Scheduled): boolean {
  return typeof scheduled === 'number' ? scheduled === 0 : scheduled.from === 0 && scheduled.to === 0;
}

/** The setting in words, e.g. `0.001 to 0.00001 over steps 0 to 5000 (cosine)`. */
export function describeSchedule(scheduled: Scheduled): string {
  if (typeof scheduled === 'number') return String(scheduled);
  const { schedule, from, to, start, end } = scheduled;
  return `${from} to ${to} over steps ${start} to ${end} (${schedule})`;
}

function between({ schedule, from, to }: Schedule, t: number): number {
  switch (schedule) {
    case 'linear':
      return from + t * (to - from);
    case 'exponential':
      return from * exp(t * ln(to / from));
    case 'cosine':
      return to + ((from - to) * (1 + cosPi(t))) / 2;
  }
  return schedule satisfies never;
}
