import type { BackendChoice, LabSettings } from '../../worker/protocol/service.ts';
import { Store } from './store.ts';

export type Theme = 'auto' | 'dark' | 'light';

/** What the person chose for this device. Changes no numbers of any run. */
export interface Preferences extends LabSettings {
  readonly theme: Theme;
  /** Weight of the past in smoothed curves, 0 to 0.999. */
  readonly smoothing: number;
  /** What the person calls this device, for benchmarks; empty for what the browser says. */
  readonly deviceName: string;
}

export const defaultPreferences: Preferences = {
  theme: 'auto',
  backend: 'auto',
  autosaveSeconds: 30,
  smoothing: 0.6,
  deviceName: '',
};

/** Characters of a device's name. */
export const longestDeviceName = 60;

const storageKey = 'latent-lab.preferences';
const backends: readonly BackendChoice[] = ['auto', 'wasm', 'webgpu'];
const themes: readonly Theme[] = ['auto', 'dark', 'light'];

/** Reads stored preferences; whatever is missing or malformed is at its default. */
export function parsePreferences(text: string | null): Preferences {
  let raw: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) raw = parsed;
  } catch {
    return defaultPreferences;
  }
  return {
    theme: themes.find((theme) => theme === raw.theme) ?? defaultPreferences.theme,
    backend: backends.find((backend) => backend === raw.backend) ?? defaultPreferences.backend,
    autosaveSeconds: within(raw.autosaveSeconds, 5, 3600) ?? defaultPreferences.autosaveSeconds,
    smoothing: within(raw.smoothing, 0, 0.999) ?? defaultPreferences.smoothing,
    deviceName: typeof raw.deviceName === 'string' ? raw.deviceName.slice(0, longestDeviceName) : '',
  };
}

function within(value: unknown, min: number, max: number): number | undefined {
  return typeof value === 'number' && value >= min && value <= max ? value : undefined;
}

/** The preferences, kept in localStorage; private windows without it keep them for the session. */
export class PreferenceStore extends Store<Preferences> {
  constructor() {
    super(parsePreferences(read()));
    this.#applyTheme();
  }

  update(changes: Partial<Preferences>): void {
    this.value = { ...this.value, ...changes };
    this.#applyTheme();
    try {
      localStorage.setItem(storageKey, JSON.stringify(this.value));
    } catch {
      // Storage is refused in some private windows; the choice then lasts as long as the page.
    }
  }

  #applyTheme(): void {
    document.documentElement.dataset['theme'] = this.value.theme;
  }
}

function read(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}
