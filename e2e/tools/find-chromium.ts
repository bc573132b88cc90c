import { findChromium } from './chromium.ts';

// Names the Chromium that the tests use, which is installed first where there is none.
console.log(findChromium());
