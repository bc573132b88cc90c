/** A number for people: significant digits, no exponent until it is needed. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text =
    size >= 1e7 || size < 1e-4
      ? value
          .toExponential(Math.max(0, digits - 2))
          .replace(/\.?0+e/, 'e')
          .replace('e+', 'e')
      : String(Number(value.toPrecision(size >= 10 ** digits ? Math.ceil(Math.log10(size)) : digits)));
  return text.replace('-', '−').replace('e−', 'e-');
}

/** A number as typed into a box: the shortest text that reads back as the same value. */
export function formatInput(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function formatCount(value: number): string {
  return whole.format(value);
}

/** Bytes in decimal units, as storage is sold and browsers report it. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** A time that was measured: as `formatDuration`, but fractions of a short one too. */
export function formatSeconds(seconds: number): string {
  return seconds < 10 ? `${seconds < 0.01 ? 'under 0.01' : Number(seconds.toPrecision(2))} s` : formatDuration(seconds);
}

/** Seconds as `42 s`, `3 min 10 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return pair(s, 60, 'min', 1, 's');
  if (s < 86_400) return pair(s, 3600, 'h', 60, 'min');
  return pair(s, 86_400, 'd', 3600, 'h');
}

function pair(s: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((s % large) / small);
  return `${Math.floor(s / large)} ${largeUnit}${rest > 0 ? ` ${rest} ${smallUnit}` : ''}`;
}

/** How long ago a moment was. */
export function formatAgo(then: number, now = Date.now()): string {
  const seconds = Math.max(0, (now - then) / 1000);
  if (seconds < 5) return 'just now';
  if (seconds > 7 * 86_400) return new Date(then).toLocaleDateString('en', { dateStyle: 'medium' });
  const single =
    seconds < 60
      ? seconds
      : seconds < 3600
        ? seconds - (seconds % 60)
        : seconds < 86_400
          ? seconds - (seconds % 3600)
          : seconds - (seconds % 86_400);
  return `${formatDuration(single)} ago`;
}

/** Words of the field that are not written as they are named. */
const spellings: Readonly<Record<string, string>> = {
  elbo: 'ELBO',
  fid: 'FID',
  kid: 'KID',
  kl: 'KL',
  lenet84: 'LeNet-84',
  mse: 'MSE',
  r1: 'R1',
  r2: 'R2',
};

/** `generator/gradientPenalty` as `generator gradient penalty`, `fid-lenet84` as `FID LeNet-84`. */
export function formatName(name: string): string {
  return name
    .replace(/[/_-]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .trim()
    .split(' ')
    .map((word) => spellings[word] ?? word)
    .join(' ');
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
