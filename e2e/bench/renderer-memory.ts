import { readdirSync, readFileSync } from 'node:fs';

/** Time between two looks, milliseconds. */
const interval = 20;

interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly bytes: number;
}

/** Watches how much memory the pages of browsers that this process started take, workers included; on Linux. */
export class RendererMemory {
  readonly #samples: Sample[] = [];
  readonly #timer = setInterval(() => this.#look(), interval);

  #look(): void {
    const bytes = rendererBytes();
    if (bytes !== undefined) this.#samples.push({ at: Date.now(), bytes });
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** The most that was in memory in a span of time, and what of it came in that time. Undefined where nothing was seen. */
  during(from: number, to: number): { readonly peak: number; readonly growth: number } | undefined {
    const before = this.#samples.findLast(({ at }) => at <= from);
    const within = this.#samples.filter(({ at }) => at >= from && at <= to);
    if (before === undefined || within.length === 0) return undefined;
    const peak = Math.max(...within.map(({ bytes }) => bytes));
    return { peak, growth: Math.max(peak - before.bytes, 0) };
  }
}

/** Resident memory of all renderer processes below this one; undefined without /proc or a renderer. */
function rendererBytes(): number | undefined {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      if (!Number.isInteger(pid)) continue;
      const status = read(`/proc/${name}/status`);
      parents.set(pid, Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]));
      if (!read(`/proc/${name}/cmdline`).includes('--type=renderer')) continue;
      resident.set(pid, 1024 * Number(/^VmRSS:\s*(\d+) kB/m.exec(status)?.[1] ?? 0));
    }
  } catch {
    return undefined;
  }
  const own = [...resident].filter(([pid]) => isBelow(pid, process.pid, parents));
  return own.length === 0 ? undefined : own.reduce((sum, [, bytes]) => sum + bytes, 0);
}

function isBelow(pid: number, ancestor: number, parents: ReadonlyMap<number, number>): boolean {
  let at: number | undefined = pid;
  while (at !== undefined && at > 1 && at !== ancestor) at = parents.get(at);
  return at === ancestor;
}

/** Empty where the process has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
