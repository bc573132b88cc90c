import { describe, expect, it } from 'vitest';
import { defaultPreferences, parsePreferences } from './preferences.ts';

describe('parsePreferences', () => {
  it('reads what was stored', () => {
    const stored = { ...defaultPreferences, theme: 'dark', smoothing: 0.9, deviceName: 'The old laptop' };
    expect(parsePreferences(JSON.stringify(stored))).toEqual(stored);
  });

  it('puts what is malformed or out of range at its default', () => {
    expect(parsePreferences('{"theme":"pink","autosaveSeconds":-1,"smoothing":1,"backend":7,"deviceName":{}}')).toEqual(
      defaultPreferences,
    );
    for (const text of [null, '', 'null', '[', '3']) expect(parsePreferences(text)).toEqual(defaultPreferences);
  });
});
