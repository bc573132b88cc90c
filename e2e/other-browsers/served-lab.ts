import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { Result } from '../../worker/protocol/errors.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';
import { dist } from '../build/paths.ts';
import { serve } from '../serve/server.ts';
import type { Serving } from '../serve/server.ts';
import type { Tab } from './tab.ts';
import { waitFor } from './tab.ts';

type Answer<M extends keyof TrainingService> =
  Awaited<ReturnType<TrainingService[M]>> extends Result<infer T> ? T : never;

/** Serves a copy of the built app, so that a new build in the meantime changes nothing. */
export async function serveApp(): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), 'latent-lab-'));
  cpSync(dist, folder, { recursive: true });
  const { url, close } = await serve(folder, { port: 0 });
  return {
    url,
    async close() {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The app in a tab of any browser, on WASM. */
export class ServedLab {
  readonly tab: Tab;
  readonly #url: string;

  constructor(tab: Tab, url: string) {
    this.tab = tab;
    this.#url = url;
  }

  /** Opens a hash route, e.g. `#/runs`, and waits for the training service. */
  async goTo(route: string): Promise<void> {
    await this.tab.goTo(`${this.#url}${route}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await waitFor('the training service', () => this.tab.evaluate(() => 'latentLab' in globalThis));
    await this.call('configure', { backend: 'wasm', autosaveSeconds: 30 });
  }

  /** Calls the training service. @throws Error with the service's message. */
  async call<M extends keyof TrainingService>(
    method: M,
    ...values: Parameters<TrainingService[M]>
  ): Promise<Answer<M>> {
    const result = await this.tab.evaluate(
      (method: M, values: readonly unknown[]) => {
        const call = latentLab.service[method] as (...values: readonly unknown[]) => Promise<Result<unknown>>;
        return call(...values);
      },
      method,
      values,
    );
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
    return result.value as Answer<M>;
  }

  /** A preset's spec with some settings changed at the top level. */
  async preset(id: string, changes: Partial<RunSpec> = {}): Promise<RunSpec> {
    const { presets } = await this.call('catalogue');
    return { ...presets.find((preset) => preset.id === id)!.spec, ...changes };
  }

  /** Trains to the end and gives the digest of all parameters and optimiser slots. */
  async train(spec: RunSpec): Promise<string> {
    const { id } = await this.call('create', spec);
    await this.call('start', id);
    await this.waitFor(id, 'finished');
    return (await this.call('digest', id)).digest;
  }

  async waitFor(runId: string, state: 'finished' | 'paused'): Promise<void> {
    await waitFor(`the run to be ${state}`, async () => {
      const seen = await this.stateOf(runId);
      if (seen.state === 'failed') throw new Error(`The run failed at step ${seen.step}.`);
      return seen.state === state;
    });
  }

  /** Asks in the page, whose answer is small: the record of a run holds pictures. */
  stateOf(runId: string): Promise<{ state: string; step: number; elsewhere: boolean }> {
    return this.tab.evaluate(async (runId: string) => {
      const opened = await latentLab.service.open(runId);
      if (!opened.ok) throw new Error(opened.error.message);
      const { state, step, elsewhere } = opened.value;
      return { state, step, elsewhere };
    }, runId);
  }
}
