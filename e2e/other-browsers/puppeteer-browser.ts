import puppeteer from 'puppeteer-core';
import type { ElementHandle, LaunchOptions, Page } from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../tools/chromium.ts';
import { findFirefox } from './find-firefox.ts';
import type { Browser, BrowserSession, Tab } from './tab.ts';
import { findControl, tellConsole, waitFor } from './tab.ts';

/** The browser of all other tests. */
export const chromium: Browser = {
  name: 'Chromium',
  start: () => start({ browser: 'chrome', executablePath: findChromium(), args: [...chromiumArguments] }),
};

/** A stock Firefox, spoken to in WebDriver BiDi. */
export const firefox: Browser = {
  name: 'Firefox',
  start: () => start({ browser: 'firefox', executablePath: findFirefox() }),
};

async function start(options: LaunchOptions): Promise<BrowserSession> {
  const browser = await puppeteer.launch({ ...options, headless: true });
  const complaints: string[] = [];
  return {
    version: await browser.version(),
    complaints,
    async newTab() {
      const page = await browser.newPage();
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.evaluateOnNewDocument(tellConsole);
      return tabOf(page);
    },
    close: () => browser.close(),
  };
}

function tabOf(page: Page): Tab {
  return {
    goTo: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    // As JSON: WebDriver BiDi leaves an object out where it comes up again.
    async evaluate<A extends unknown[], T>(work: (...values: A) => T, ...values: A): Promise<Awaited<T>> {
      const answer = await page.evaluateHandle(work as (...values: unknown[]) => unknown, ...values);
      const json = await answer.evaluate((value) => JSON.stringify({ value }));
      return (JSON.parse(json) as { value: Awaited<T> }).value;
    },
    async click(name) {
      const control = await waitFor(
        `the control '${name}'`,
        async () => (await page.evaluateHandle(findControl, name)).asElement() as ElementHandle<Element> | null,
      );
      await control.click();
    },
    close: () => page.close(),
  };
}
