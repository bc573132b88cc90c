/** Columns of the bar itself. */
const width = 24;

/** A line that is rewritten in a terminal, and printed now and then elsewhere. */
export class ProgressBar {
  /** Milliseconds between lines where they can't be rewritten. */
  readonly #interval = process.stderr.isTTY ? 0 : 15_000;
  #printedAt = -Infinity;

  update(fraction: number, text: string): void {
    const now = performance.now();
    if (now - this.#printedAt < this.#interval) return;
    this.#printedAt = now;
    const filled = Math.round(Math.min(1, Math.max(0, fraction)) * width);
    const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${bar} ${text}` : `${bar} ${text}\n`);
  }

  /** Leaves the bar behind and goes to a line of its own. */
  end(): void {
    if (process.stderr.isTTY && this.#printedAt > -Infinity) process.stderr.write('\n');
  }
}

/** Seconds as a person says them: `42 s`, `3 min 5 s`, `2 h 7 min`. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '—';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
