/** Positions of a slider, fine enough for a mouse and coarse enough for arrow keys. */
export const sliderSteps = 200;

interface Range {
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  readonly integer?: boolean;
}

/** Position 0 to `sliderSteps` of a value. A log scale from 0 keeps its first position for 0 itself. */
export function toSlider(value: number, range: Range): number {
  const { min, max } = range;
  const clamped = Math.min(max, Math.max(min, value));
  if (range.scale === 'linear') return Math.round(((clamped - min) / (max - min)) * sliderSteps);
  const low = logFloor(range);
  if (clamped < low) return 0;
  const first = min < low ? 1 : 0;
  return first + Math.round((Math.log(clamped / low) / Math.log(max / low)) * (sliderSteps - first));
}

/** The value at a position, rounded to what a person would type. */
export function fromSlider(position: number, range: Range): number {
  const { min, max } = range;
  if (position <= 0) return min;
  if (position >= sliderSteps) return max;
  if (range.scale === 'linear') {
    const step = (max - min) / sliderSteps;
    const value = min + position * step;
    return range.integer ? Math.round(value) : Number(value.toFixed(Math.max(0, 1 - Math.floor(Math.log10(step)))));
  }
  const low = logFloor(range);
  const first = min < low ? 1 : 0;
  const value = low * Math.pow(max / low, (position - first) / (sliderSteps - first));
  return Math.min(max, Math.max(min, range.integer ? Math.round(value) : Number(value.toPrecision(2))));
}

/** The smallest positive value of a log slider. */
function logFloor({ min, max, integer }: Range): number {
  return min > 0 ? min : integer ? 1 : max * 1e-6;
}

/** Too many values for a slider to help: seeds, and integers without a natural end. */
export function hasSlider({ min, max, scale }: Range): boolean {
  return max > min && (scale === 'log' ? max / Math.max(min, max * 1e-9) <= 1e12 : max - min <= 1e6);
}
