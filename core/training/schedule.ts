import { cosPi, exp, ln } from '../random/elementary.ts';
import type { Schedule, Scheduled } from '../spec/fields.ts';

type Numbers = Float32Array | Float64Array;

/**
 * Value of a setting at a step: `from` up to the step `start`, `to` from the step `end` on, and between
 * them, with t running from 0 to 1: `from + t (to - from)` (linear), `from (to / from)^t` (exponential) or
 * `to + (from - to) (1 + cos(pi t)) / 2` (cosine; Loshchilov & Hutter 2017, eq. 5, without restarts).
 * The same bits on every engine.
 *
 * @param step Completed steps, from 0.
 * @param into Its first element becomes the value, which as a result would be a new object of the heap in every step.
 */
export function writeValue(scheduled: Scheduled, step: number, into: Numbers): void {
  if (typeof scheduled === 'number') into[0] = scheduled;
  else if (step <= scheduled.start) into[0] = scheduled.from;
  else if (step >= scheduled.end) into[0] = scheduled.to;
  else curves[scheduled.schedule](scheduled, step, into);
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

/** The share of the way from the start to the end of a schedule. */
const shareOf = ({ start, end }: Schedule, step: number): number => (step - start) / (end - start);

/** What each kind writes between its ends. */
const curves: Readonly<Record<Schedule['schedule'], (schedule: Schedule, step: number, into: Numbers) => void>> = {
  linear(schedule, step, into) {
    const { from, to } = schedule;
    into[0] = from + shareOf(schedule, step) * (to - from);
  },
  exponential(schedule, step, into) {
    const { from, to } = schedule;
    into[0] = from * exp(shareOf(schedule, step) * ln(to / from));
  },
  cosine(schedule, step, into) {
    const { from, to } = schedule;
    into[0] = to + ((from - to) * (1 + cosPi(shareOf(schedule, step)))) / 2;
  },
};
