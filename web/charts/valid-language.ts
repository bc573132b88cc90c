// uPlot makes a number format of the browser's language as it loads. WebKitGTK calls the C locale's language `C`, which
// is none, and the page would end there: import this before uPlot.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en' });
}

export {};
