import type { Values } from '../../../core/spec/fields.ts';
import type { ExperimentCurves, ExperimentReport } from '../../../evaluation/reproduction/experiment.ts';
import type { ServiceError } from '../../../worker/protocol/errors.ts';
import type { ExperimentProgress } from '../../../worker/protocol/experiment.ts';
import type { Lab } from '../../state/lab.ts';
import { Store } from '../../state/store.ts';

export type ExperimentState =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'running'; readonly options: Values; readonly cancelling: boolean } & ExperimentNews)
  | { readonly phase: 'done'; readonly options: Values; readonly report: ExperimentReport }
  | { readonly phase: 'failed'; readonly error: ServiceError };

type ExperimentNews = Omit<ExperimentProgress, 'id'>;

/** An experiment in the worker, which goes on while other screens are looked at. */
export class ExperimentModel {
  readonly state = new Store<ExperimentState>({ phase: 'idle' });
  readonly #id: string;
  readonly #lab: Lab;

  constructor(id: string, lab: Lab) {
    this.#id = id;
    this.#lab = lab;
    lab.listeners.add((event) => {
      if (event.type === 'experiment' && event.id === id) this.#receive(event);
    });
  }

  /** Resolves when it has ended, whichever way. */
  async start(options: Values): Promise<void> {
    if (this.state.value.phase === 'running') return;
    this.state.value = { phase: 'running', options, cancelling: false, done: 0, what: 'starting' };
    const answer = await this.#lab.service.experiment({ id: this.#id, options });
    if (answer.ok) this.state.value = { phase: 'done', options, report: answer.value };
    else if (answer.error.code === 'cancelled') this.state.value = { phase: 'idle' };
    else this.state.value = { phase: 'failed', error: answer.error };
  }

  async cancel(): Promise<void> {
    const state = this.state.value;
    if (state.phase !== 'running') return;
    this.state.value = { ...state, cancelling: true };
    await this.#lab.service.cancelExperiment();
  }

  #receive({ done, what, curves }: ExperimentNews): void {
    const state = this.state.value;
    if (state.phase === 'running') this.state.value = { ...state, done, what, ...(curves && { curves }) };
  }
}

const models = new WeakMap<Lab, Map<string, ExperimentModel>>();

/** The one model of an experiment, which outlives the page that shows it. */
export function experimentOf(lab: Lab, id: string): ExperimentModel {
  const known = models.get(lab) ?? new Map<string, ExperimentModel>();
  models.set(lab, known);
  const model = known.get(id) ?? new ExperimentModel(id, lab);
  known.set(id, model);
  return model;
}

/** What an experiment has drawn so far or in the end, if it was made with these options. */
export function curvesOf(state: ExperimentState, options: Values): ExperimentCurves | undefined {
  if (state.phase !== 'running' && state.phase !== 'done') return undefined;
  if (Object.entries(options).some(([name, value]) => state.options[name] !== value)) return undefined;
  return state.phase === 'running' ? state.curves : state.report.curves;
}
