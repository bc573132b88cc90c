/** Memory that an instruction touches, in bytes. */
export interface Access {
  readonly from: number;
  readonly end: number;
  readonly writes: boolean;
}

/** What threads must know of an instruction to keep out of each other's way. */
export interface Step {
  /** Run by all threads, each its part; by the first thread alone otherwise. */
  readonly parallel: boolean;
  readonly accesses: readonly Access[];
}

/**
 * Before which instructions all threads must meet: those that touch what another thread may still be writing, or write
 * what another may still be reading. The first thread's own instructions follow each other anyway.
 */
export function meetings(steps: readonly Step[]): boolean[] {
  let open: Step[] = [];
  return steps.map((step) => {
    const meets = open.some((earlier) => (earlier.parallel || step.parallel) && collide(earlier, step));
    if (meets) open = [];
    open.push(step);
    return meets;
  });
}

function collide(a: Step, b: Step): boolean {
  return a.accesses.some((x) => b.accesses.some((y) => (x.writes || y.writes) && x.from < y.end && y.from < x.end));
}
