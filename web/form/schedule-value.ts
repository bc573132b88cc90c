import type { Scheduled } from '../../core/spec/fields.ts';

/**
 * The value of a schedule at a step, for drawings only: training uses core's own, whose arithmetic is the same on
 * every engine.
 */
export function scheduleAt(value: Scheduled, step: number): number {
  if (typeof value === 'number') return value;
  const { schedule, from, to, start, end } = value;
  const t = Math.min(1, Math.max(0, (step - start) / Math.max(1, end - start)));
  switch (schedule) {
    case 'linear':
      return from + (to - from) * t;
    case 'exponential':
      return from * Math.pow(to / from, t);
    case 'cosine':
      return to + ((from - to) * (1 + Math.cos(Math.PI * t))) / 2;
  }
}
