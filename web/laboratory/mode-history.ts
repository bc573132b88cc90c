import type { ModeCounts } from './mode-counts.ts';

/** Shares of samples by mode at a step. */
export interface ModeColumn {
  readonly step: number;
  /** One per mode, 0 to 1. */
  readonly shares: Float32Array;
}

/** Columns that are kept; when there are more, they are thinned. */
export const mostColumns = 480;

/** How samples were spread over the modes in the course of a run: thinned evenly, so that a whole run fits. */
export class ModeHistory {
  #columns: ModeColumn[] = [];
  /** Steps between columns, at least. */
  #spacing = 0;

  /** Ascending steps. */
  get columns(): readonly ModeColumn[] {
    return this.#columns;
  }

  /** Takes the counts of a step. Steps that lie before known ones are put in order; a step is known once. */
  add(step: number, { all, total }: ModeCounts): void {
    if (total === 0) return;
    const column = { step, shares: Float32Array.from(all, (count) => count / total) };
    let at = this.#columns.length;
    while (at > 0 && this.#columns[at - 1]!.step > step) at--;
    const before = this.#columns[at - 1];
    if (before?.step === step) {
      this.#columns[at - 1] = column;
      return;
    }
    if (before !== undefined && step - before.step < this.#spacing) return;
    this.#columns.splice(at, 0, column);
    if (this.#columns.length > mostColumns) this.#thin();
  }

  /** Forgets what came after a step: a run that went back to a checkpoint. */
  truncate(step: number): void {
    this.#columns = this.#columns.filter((column) => column.step <= step);
  }

  /** Keeps columns that lie at least twice as far apart as they would if they were spread evenly. */
  #thin(): void {
    const [first, last] = [this.#columns[0]!, this.#columns.at(-1)!];
    this.#spacing = (2 * (last.step - first.step)) / mostColumns;
    let kept = -Infinity;
    this.#columns = this.#columns.filter(({ step }) => {
      if (step - kept < this.#spacing) return false;
      kept = step;
      return true;
    });
  }
}
