import { setTimeout as delay } from 'node:timers/promises';

/** A page under a driver: the little that the checks need and that every driver can do. */
export interface Tab {
  goTo(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page: it may name only its arguments and globals, and both it and they are JSON-able. */
  evaluate<A extends unknown[], T>(work: (...values: A) => T, ...values: A): Promise<Awaited<T>>;
  /** Clicks the button or link of that text as a person would, once it is there and enabled. */
  click(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A browser that has been started for one file of checks. */
export interface BrowserSession {
  readonly version: string;
  newTab(): Promise<Tab>;
  /** What consoles and pages have complained about so far: errors, uncaught exceptions, breaches of the policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export interface Browser {
  readonly name: string;
  start(): Promise<BrowserSession>;
}

/** How long anything may take to appear, ms: a slow browser on a busy machine. */
const patience = 60_000;

/** The first enabled, visible button or link of that text, through shadow roots. Runs in the page. */
export function findControl(name: string): Element | null {
  const search = (root: ParentNode): Element | null => {
    for (const element of root.querySelectorAll('*')) {
      const text = element.textContent.replace(/\s+/g, ' ').trim();
      if (element.matches('button:enabled, a[href]') && element.checkVisibility() && text === name) return element;
      const inside = element.shadowRoot && search(element.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  return search(document);
}

/** Puts into the console what not every driver reports. Runs in the page, before the app where the driver can do that. */
export function tellConsole(): void {
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    console.error(`The policy forbids ${blockedURI} as ${effectiveDirective}`),
  );
  addEventListener('unhandledrejection', ({ reason }) => console.error(`Unhandled rejection: ${String(reason)}`));
}

/** Asks until there is an answer. @throws Error that names what never came. */
export async function waitFor<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  const end = Date.now() + patience;
  do {
    const answer = await ask();
    if (answer) return answer;
    await delay(100);
  } while (Date.now() < end);
  throw new Error(`Waited ${patience / 1000} s for ${what}.`);
}
