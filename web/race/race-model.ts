import type { LabEvent } from '../../worker/protocol/events.ts';
import type { RunId } from '../../worker/protocol/records.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import { isRunning } from '../common/state-label.ts';
import { RunModel } from '../state/run-model.ts';
import { Store } from '../state/store.ts';

/** Runs that are trained side by side, as the page knows them. */
export class RaceModel {
  readonly runs: readonly RunModel[];
  /** Changes whenever a run does. */
  readonly version = new Store(0);

  readonly #service: TrainingService;

  private constructor(runs: readonly RunModel[], service: TrainingService) {
    this.runs = runs;
    this.#service = service;
  }

  /** Opens every run of a race. @returns the runs, and how many could not be opened. */
  static async open(service: TrainingService, ids: readonly RunId[]): Promise<{ race: RaceModel; missing: number }> {
    const opened = await Promise.all(ids.map((id) => service.open(id)));
    const runs = opened.flatMap((answer) => (answer.ok ? [new RunModel(answer.value, service)] : []));
    const race = new RaceModel(runs, service);
    await race.watch();
    return { race, missing: opened.length - runs.length };
  }

  /** Asks for live pictures of every run. */
  async watch(): Promise<void> {
    await this.#service.watch(this.ids);
  }

  /** Reads every run anew, after the worker was replaced or events were lost. */
  async reopen(): Promise<void> {
    for (const run of this.runs) {
      const answer = await this.#service.open(run.id);
      if (answer.ok) run.reopened(answer.value);
    }
    await this.watch();
    this.version.value++;
  }

  get ids(): readonly RunId[] {
    return this.runs.map(({ id }) => id);
  }

  /** Whether any of them trains. */
  get running(): boolean {
    return this.runs.some(({ view }) => isRunning(view.value.state));
  }

  /** Whether there is anything left to train. */
  get over(): boolean {
    return this.runs.every(({ view: { value } }) => value.step >= value.run.spec.steps);
  }

  /** Whether another tab has one of them. */
  get elsewhere(): boolean {
    return this.runs.some(({ view }) => view.value.elsewhere);
  }

  /** The step that every run has reached, and the one where the longest ends. */
  get progress(): { readonly step: number; readonly steps: number } {
    const views = this.runs.map(({ view }) => view.value);
    return {
      step: Math.min(...views.map(({ step }) => step)),
      steps: Math.max(...views.map(({ run }) => run.spec.steps)),
    };
  }

  receive(event: LabEvent): void {
    if (!('runId' in event)) return;
    const run = this.runs.find(({ id }) => id === event.runId);
    if (!run) return;
    run.receive(event);
    this.version.value++;
  }
}
