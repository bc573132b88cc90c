import { InterruptedError } from '../../core/backend/interrupt.ts';
import { nextTask } from '../../core/backend/turns.ts';
import type { RunId } from '../protocol/records.ts';
import { Pace } from './pace.ts';
import type { Pacemaker } from './pacemaker.ts';
import type { SessionHost } from './session-host.ts';

/** Milliseconds of training between looks at the worker's messages. */
const turn = 40;
/** A gap this much longer than the step before it means that the browser had suspended the tab, milliseconds. */
const suspension = 10_000;

/** What a loop drives: a run, step by step. */
export interface Driven {
  readonly id: RunId;
  /** Steps made. */
  completed(): number;
  /** Whether no step is left. */
  over(): boolean;
  /** Where a step had better wait; resolves when it need not any longer. */
  waiting(): Promise<unknown> | undefined;
  /** Sees to what has to be done before the next step. */
  prepare(): Promise<void>;
  /** Makes a step. @throws InterruptedError, with the state as it was, once `interrupted` says so. */
  step(interrupted: () => boolean): void;
  /** Records what is due of a step. */
  afterStep(): Promise<void>;
  /** Times a step; see RunRecorder. */
  clock(): () => boolean;
  /** A turn of several steps has ended. */
  afterTurn(): Promise<void>;
}

/**
 * Makes the steps of a run in turns, between which the worker hears its messages, until it is told to stop; in step with
 * other runs where there is a pacemaker. A page that wants attention ends a step that is under way, which is made anew.
 */
export class TrainingLoop {
  readonly #run: Driven;
  readonly #host: Pick<SessionHost, 'events' | 'attention'>;
  readonly #pace = new Pace();
  #together: Pacemaker | undefined;
  #stopped = false;

  constructor(run: Driven, host: Pick<SessionHost, 'events' | 'attention'>) {
    this.#run = run;
    this.#host = host;
  }

  get stepsPerSecond(): number {
    return this.#pace.stepsPerSecond;
  }

  /** Whether it has been told to stop since it was last made ready. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** The runs that it is in step with. */
  get together(): Pacemaker | undefined {
    return this.#together;
  }

  /** To be called before `run`, which may be told to stop at once. */
  ready(together: Pacemaker | undefined): void {
    this.#stopped = false;
    this.#together = together;
  }

  /** Ends `run` between two steps. */
  stop(): void {
    this.#stopped = true;
    this.#together?.wake(this.#run.id);
  }

  /** Lets the others go on without it. */
  leave(): void {
    this.#together?.leave(this.#run.id);
  }

  /** Makes steps until there are so many, or none is left, or it is told to stop. */
  async run(until: number): Promise<void> {
    const run = this.#run;
    this.#pace.restart();
    let turnBegan = performance.now();
    while (!this.#stopped && run.completed() < until && !run.over()) {
      if (this.#together?.mustWait(run.id, run.completed())) {
        await this.#together.wait(run.id);
        continue;
      }
      const count = run.clock();
      await run.prepare();
      if (!(await this.#waited()) || !(await this.#step())) continue;
      this.#pace.tick();
      await run.afterStep();
      if (count()) this.#pace.restart();
      if (performance.now() - turnBegan < turn) continue;
      await run.afterTurn();
      const yielded = performance.now();
      await nextTask();
      turnBegan = performance.now();
      this.#noticeSuspension(turnBegan - yielded);
    }
  }

  /** Waits until a step may be made; false when training is to stop. */
  async #waited(): Promise<boolean> {
    for (;;) {
      const waiting = this.#run.waiting();
      if (waiting === undefined) return true;
      await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, turn))]);
      this.#host.events.beat();
      if (this.#stopped) return false;
    }
  }

  /** One step; false when it was given up because the page wants attention. */
  async #step(): Promise<boolean> {
    const { attention, events } = this.#host;
    try {
      this.#run.step(() => {
        events.beat();
        return attention.wanted();
      });
      return true;
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      await attention.give();
      return false;
    }
  }

  #noticeSuspension(gap: number): void {
    if (gap < suspension) return;
    const message = `The browser suspended this tab for ${Math.round(gap / 1000)} s; nothing was lost.`;
    this.#host.events.emit({ type: 'notice', runId: this.#run.id, level: 'info', message });
    this.#pace.restart();
  }
}
