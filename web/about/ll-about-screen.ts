import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatBytes } from '../common/format.ts';
import type { Lab } from '../state/lab.ts';
import { WatchController } from '../state/store.ts';
import { base, tables } from '../styles/shared.ts';
import './ll-key-list.ts';

/** Libraries that the app ships, with their licences. */
const libraries: readonly (readonly [string, string])[] = [
  ['TensorFlow.js', 'Apache-2.0'],
  ['Lit', 'BSD-3-Clause'],
  ['Comlink', 'Apache-2.0'],
  ['uPlot', 'MIT'],
  ['KaTeX', 'MIT'],
  ['idb', 'ISC'],
  ['fflate', 'MIT'],
  ['Valibot', 'MIT'],
  ['Workbox', 'MIT'],
];

/** What the app is, its keys, its promise of privacy, and whose work it stands on. */
@customElement('ll-about-screen')
export class LlAboutScreen extends LitElement {
  static override styles = [
    base,
    tables,
    css`
      .screen {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      .columns {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr));
        gap: 16px;
        align-items: start;
      }

      section {
        padding: 16px 18px;
      }

      h2 {
        margin-bottom: 8px;
      }

      section p + p {
        margin-top: 8px;
      }

      section p,
      header p {
        max-width: 68ch;
      }

      header p {
        margin-top: 6px;
        color: var(--ll-muted);
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.catalogue]);
  }

  override render(): TemplateResult {
    const datasets = this.lab.catalogue.value?.datasets ?? [];
    return html`<div class="screen">
      <header>
        <h1>About Latent Lab</h1>
        <p>
          Train deep generative models in the browser, compare their objectives fairly, and see what was measured and
          how.
        </p>
      </header>
      <div class="columns">
        <section class="card" aria-label="Keys">
          <h2>Keys</h2>
          <ll-key-list></ll-key-list>
        </section>
        <section class="card" aria-label="Privacy">
          <h2>Privacy</h2>
          <p>
            Everything runs here: data, models and results stay on this device. The app’s security policy lets it speak
            only to the place it was loaded from, and the browser enforces that.
          </p>
          <p>
            A share link holds the settings of a run in its address. It holds no data and no weights, and it never
            starts by itself.
          </p>
        </section>
        <section class="card" aria-label="Results that can be trusted">
          <h2>Results that can be trusted</h2>
          <p>
            A run’s identity is the SHA-256 of its settings. With reproducible arithmetic on WebAssembly the same
            settings give the same weights, bit for bit, whether the run was interrupted or not.
          </p>
          <p>
            Each figure comes with its sample counts, an interval, the floor that real data reaches at the same counts,
            and the feature extractor it was made with.
          </p>
        </section>
      </div>
      <section class="card" aria-label="Data and licences">
        <h2>Data and licences</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Datasets">
          <table>
            <thead>
              <tr>
                <th scope="col">Dataset</th>
                <th scope="col">Source</th>
                <th scope="col">Licence</th>
                <th scope="col" class="number">Download</th>
              </tr>
            </thead>
            <tbody>
              ${datasets.map(
                ({ title, source, licence, bytes }) =>
                  html`<tr>
                    <td>${title}</td>
                    <td>${source}</td>
                    <td>${licence}</td>
                    <td class="number">${bytes === 0 ? 'none' : formatBytes(bytes)}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <p class="small muted">
          Latent Lab itself is under the Apache License 2.0. It ships
          ${libraries.map(([name, licence], i) => `${i === 0 ? '' : i === libraries.length - 1 ? ' and ' : ', '}${name} (${licence})`)}.
        </p>
      </section>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-about-screen': LlAboutScreen;
  }
}
