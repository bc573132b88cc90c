import { Store } from '../../state/store.ts';
import type { DatedReport } from './report-schema.ts';
import { parseReport } from './report-schema.ts';

const storageKey = 'latent-lab.benchmark';

/** This device's last benchmark, kept in localStorage; private windows without it keep it as long as the page. */
export class KeptReport extends Store<DatedReport | undefined> {
  constructor() {
    super(read());
  }

  keep(report: DatedReport): void {
    this.value = report;
    try {
      localStorage.setItem(storageKey, JSON.stringify(report));
    } catch {
      // Storage is refused in some private windows, or full; the report then lasts as long as the page.
    }
  }
}

function read(): DatedReport | undefined {
  try {
    const text = localStorage.getItem(storageKey);
    return text === null ? undefined : parseReport(JSON.parse(text));
  } catch {
    return undefined;
  }
}
