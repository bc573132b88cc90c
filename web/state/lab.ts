import type { Catalogue } from '../../core/spec/catalogue.ts';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { Result, ServiceError } from '../../worker/protocol/errors.ts';
import type { LabEvent } from '../../worker/protocol/events.ts';
import type { RunId, RunRecord } from '../../worker/protocol/records.ts';
import type { Capabilities, RunRow, TrainingService } from '../../worker/protocol/service.ts';
import { WorkerHost } from '../host/worker-host.ts';
import type { HostState, WorkerLike } from '../host/worker-host.ts';
import { download, fileName } from '../common/download.ts';
import { BenchmarkModel } from '../device/benchmark/benchmark-model.ts';
import { Notices } from './notices.ts';
import { PreferenceStore } from './preferences.ts';
import { RunModel } from './run-model.ts';
import { hashOf, parseRoute } from './route.ts';
import type { Route } from './route.ts';
import { Store } from './store.ts';

/** The page's state and what it can do with it. Elements read the stores and call the methods. */
export class Lab {
  readonly route = new Store<Route>(parseRoute(location.hash));
  readonly preferences = new PreferenceStore();
  readonly notices = new Notices();
  readonly host = new Store<HostState>({ phase: 'ready' });
  readonly catalogue = new Store<Catalogue | undefined>(undefined);
  readonly capabilities = new Store<Capabilities | undefined>(undefined);
  /** Undefined until the worker has listed them. */
  readonly runs = new Store<readonly RunRow[] | undefined>(undefined);
  readonly open = new Store<RunModel | undefined>(undefined);
  /** Why the run of the route could not be opened. */
  readonly openError = new Store<ServiceError | undefined>(undefined);
  /** A newer version of the app waits; calling it saves and reloads. */
  readonly update = new Store<(() => Promise<void>) | undefined>(undefined);

  /** Counts how often the page had to read everything anew, because the worker is another or events were lost. */
  readonly resyncs = new Store(0);

  /** Told of every event, before the stores change. */
  readonly listeners = new Set<(event: LabEvent) => void>();
  /** Asks the browser to install the app, while that is possible. */
  readonly install = new Store<(() => Promise<boolean>) | undefined>(undefined);

  readonly benchmark = new BenchmarkModel(() => this.service);
  readonly workerHost: WorkerHost;
  /** The run being opened, so that a slow answer for another one is dropped. */
  #opening: RunId | undefined;

  constructor(createWorker: () => WorkerLike) {
    this.workerHost = new WorkerHost({
      createWorker,
      settings: () => this.settings,
      onEvent: (event) => this.#receive(event),
      onResync: () => void this.#resync(),
      onState: (state) => (this.host.value = state),
    });
  }

  get service(): TrainingService {
    return this.workerHost.service;
  }

  get settings(): { backend: 'auto' | 'wasm' | 'webgpu'; autosaveSeconds: number } {
    const { backend, autosaveSeconds } = this.preferences.value;
    return { backend, autosaveSeconds };
  }

  /** Starts the worker and follows the address. */
  start(): void {
    window.addEventListener('hashchange', () => this.#follow());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.service.hidden();
    });
    window.addEventListener('pagehide', () => void this.service.hidden());
    this.workerHost.start();
    this.#follow();
    void this.#resync();
  }

  go(route: Route): void {
    location.hash = hashOf(route);
  }

  /** Gives the settings to the worker, which chooses its backend anew. */
  async applySettings(): Promise<void> {
    await this.attempt(this.service.configure(this.settings));
    await this.loadCapabilities();
  }

  async loadCapabilities(): Promise<void> {
    const answer = await this.service.capabilities();
    if (answer.ok) this.capabilities.value = answer.value;
    else this.notices.error(answer.error);
  }

  /** What can be chosen: imported sets come and go. */
  async loadCatalogue(): Promise<void> {
    const answer = await this.service.catalogue();
    if (answer.ok) this.catalogue.value = answer.value;
    else this.notices.error(answer.error);
  }

  async loadRuns(): Promise<void> {
    const answer = await this.service.runs();
    if (answer.ok) this.runs.value = answer.value;
    else this.notices.error(answer.error);
  }

  /** Creates a run and opens it, training at once where asked. */
  async create(spec: RunSpec, train: boolean, name?: string): Promise<Result<RunRecord>> {
    return this.#enter(await this.service.create(spec, name), train);
  }

  async fork(runId: RunId, step: number, changes: Partial<RunSpec>, train: boolean): Promise<Result<RunRecord>> {
    return this.#enter(await this.service.fork(runId, step, changes), train);
  }

  async importArchive(archive: Blob, name: string): Promise<void> {
    const imported = await this.attempt(this.service.importRun(archive), `${name} could not be imported`);
    if (!imported) return;
    this.notices.info(`Imported “${imported.name}”.`);
    await this.loadRuns();
    this.go({ screen: 'run', runId: imported.id });
  }

  async exportRun(runId: RunId, name: string): Promise<void> {
    const archive = await this.attempt(this.service.exportRun(runId), 'The run could not be exported');
    if (archive) download(archive, `${fileName(name)}.latentlab`);
  }

  /** Deletes a run; the notice undoes it. */
  async remove(runId: RunId, name: string): Promise<void> {
    if (!(await this.done(this.service.remove(runId)))) return;
    await this.loadRuns();
    this.notices.info(`Deleted “${name}”.`, {
      label: 'Undo',
      run: async () => {
        await this.done(this.service.restore(runId));
        await this.loadRuns();
      },
    });
  }

  async rename(runId: RunId, name: string): Promise<void> {
    if (!(await this.done(this.service.rename(runId, name)))) return;
    const model = this.open.value;
    if (model?.id === runId) model.view.value = { ...model.view.value, run: { ...model.view.value.run, name } };
    await this.loadRuns();
  }

  /** Waits for an answer; a failure becomes a notice and undefined. */
  async attempt<T>(answer: Promise<Result<T>>, what?: string): Promise<T | undefined> {
    const result = await answer;
    if (result.ok) return result.value;
    this.notices.error(what ? { ...result.error, message: `${what}: ${result.error.message}` } : result.error);
    return undefined;
  }

  /** As `attempt`, for calls whose answer is only that they worked. */
  async done(answer: Promise<Result<unknown>>): Promise<boolean> {
    const result = await answer;
    if (!result.ok) this.notices.error(result.error);
    return result.ok;
  }

  async #enter(answer: Result<RunRecord>, train: boolean): Promise<Result<RunRecord>> {
    if (!answer.ok) return answer;
    this.go({ screen: 'run', runId: answer.value.id });
    if (train) await this.done(this.service.start(answer.value.id));
    void this.loadRuns();
    return answer;
  }

  #follow(): void {
    const route = parseRoute(location.hash);
    this.route.value = route;
    this.#watch();
    if (route.screen === 'run' && this.open.value?.id !== route.runId) void this.#openRun(route.runId);
  }

  /** Pictures are drawn for the runs that are shown, and for none while another screen is. */
  #watch(): void {
    const { value: route } = this.route;
    void this.service.watch(route.screen === 'run' ? [route.runId] : route.screen === 'race' ? route.runIds : []);
  }

  async #openRun(runId: RunId): Promise<void> {
    this.#opening = runId;
    this.open.value = undefined;
    this.openError.value = undefined;
    const answer = await this.service.open(runId);
    if (this.#opening !== runId) return;
    if (answer.ok) this.open.value = new RunModel(answer.value, this.service);
    else this.openError.value = answer.error;
  }

  async #resync(): Promise<void> {
    await Promise.all([this.loadCatalogue(), this.loadRuns()]);
    const model = this.open.value;
    if (model) {
      const answer = await this.service.open(model.id);
      if (answer.ok && this.open.value === model) model.reopened(answer.value);
      // Opening a run begins to watch it.
      this.#watch();
    }
    this.resyncs.value++;
    // Probing takes the processor for a while: only who has asked before is answered anew.
    if (this.capabilities.value) await this.loadCapabilities();
  }

  #receive(event: LabEvent): void {
    for (const listener of this.listeners) listener(event);
    if (event.type === 'runs-changed') void this.loadRuns();
    if (event.type === 'datasets-changed') void this.loadCatalogue();
    if (event.type === 'benchmark') this.benchmark.receive(event);
    if (event.type === 'notice') this.notices.say(event.level, event.message);
    if (event.type === 'state') this.#updateRow(event.runId, event.state, event.step);
    const model = this.open.value;
    if (model && 'runId' in event && event.runId === model.id) model.receive(event);
  }

  #updateRow(runId: RunId, state: RunRow['state'], step: number): void {
    this.runs.value = this.runs.value?.map((row) =>
      row.run.id === runId ? { ...row, state, run: { ...row.run, step } } : row,
    );
  }
}
