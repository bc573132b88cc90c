import { chromium, firefox } from './puppeteer-browser.ts';
import { findWebKit } from './webkit-browser.ts';

const webKit = findWebKit();
if (!webKit) console.warn('WebKitGTK and its driver are not on this machine: Firefox alone is checked.');

/** What all others are compared with. */
export const reference = chromium;

/** The browsers under test. */
export const others = [firefox, ...(webKit ? [webKit] : [])];
