import { expect } from '@playwright/test';
import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test';
import type { RunSpec } from '../../core/spec/run-spec.ts';
import type { Result } from '../../worker/protocol/errors.ts';
import type { TrainingService } from '../../worker/protocol/service.ts';

type Answer<M extends keyof TrainingService> =
  Awaited<ReturnType<TrainingService[M]>> extends Result<infer T> ? T : never;

/** The app in a page, with what tests ask of it. */
export class App {
  readonly page: Page;
  /** Errors that the console and the page have reported. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on('console', (message: ConsoleMessage) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
  }

  /** Opens the app at a hash route, e.g. `#/runs`. */
  static async open(context: BrowserContext, route = '#/lab'): Promise<App> {
    const app = new App(await context.newPage());
    await app.goTo(route);
    return app;
  }

  async goTo(route: string): Promise<void> {
    await this.page.goto(`/${route}`);
    await this.page.waitForFunction(() => 'latentLab' in globalThis);
  }

  /** Calls the training service. @throws Error with the service's message. */
  async call<M extends keyof TrainingService>(
    method: M,
    ...values: Parameters<TrainingService[M]>
  ): Promise<Answer<M>> {
    const result = await this.page.evaluate(
      ({ method, values }) => {
        const call = latentLab.service[method] as (...values: readonly unknown[]) => Promise<Result<unknown>>;
        return call(...values);
      },
      { method, values: values as readonly unknown[] },
    );
    if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
    return result.value as Answer<M>;
  }

  /** A preset's spec with some settings changed at the top level. */
  async preset(id: string, changes: Partial<RunSpec> = {}): Promise<RunSpec> {
    const { presets } = await this.call('catalogue');
    return { ...presets.find((preset) => preset.id === id)!.spec, ...changes };
  }

  /** Resolves once the run reports that state. Asks rather than listens, so that no event can be missed. */
  async waitForState(runId: string, state: string, timeout = 240_000): Promise<void> {
    await expect.poll(async () => (await this.call('open', runId)).state, { timeout, intervals: [200] }).toBe(state);
  }

  /** Resolves once training has passed a step. */
  async waitForStep(runId: string, step: number, timeout = 240_000): Promise<void> {
    const poll = expect.poll(async () => (await this.call('open', runId)).step, { timeout, intervals: [50] });
    await poll.toBeGreaterThanOrEqual(step);
  }

  /** Ends the page at once, as a crash or a dying battery would: no handler of the page runs. */
  async kill(): Promise<void> {
    const crashed = this.page.waitForEvent('crash');
    const session = await this.page.context().newCDPSession(this.page);
    // The page can't answer a command that ends it.
    void session.send('Page.crash').catch(() => undefined);
    await crashed;
    await this.page.close();
  }
}
