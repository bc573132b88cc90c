import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunModel } from '../state/run-model.ts';
import { WatchController } from '../state/store.ts';
import { formatAgo, formatBytes, formatCount } from '../common/format.ts';
import { icons } from '../common/icons.ts';
import { base, buttons, tables } from '../styles/shared.ts';

/** Stored checkpoints of a run; each can be forked. */
@customElement('ll-checkpoints')
export class LlCheckpoints extends LitElement {
  static override styles = [
    base,
    buttons,
    tables,
    css`
      section {
        padding: 14px 16px 8px;
      }

      code {
        font-family: var(--ll-mono);
        font-size: 0.85em;
      }

      th,
      td {
        padding: 6px;
      }

      .button {
        min-height: 28px;
        padding: 0 8px;
        font-size: 0.82rem;
      }
    `,
  ];

  @property({ attribute: false }) model!: RunModel;

  constructor() {
    super();
    new WatchController(this, () => [this.model.view]);
  }

  override render(): TemplateResult {
    const { checkpoints, run } = this.model.view.value;
    return html`<section class="card" aria-label="Checkpoints">
      <h2>Checkpoints</h2>
      ${
        checkpoints.length === 0
          ? html`<p class="muted small">
              None yet. One is stored while training, on pause, and when this page is hidden.
            </p>`
          : html`<div class="scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col" class="number">Step</th>
                    <th scope="col">Saved</th>
                    <th scope="col" class="number">Size</th>
                    <th scope="col">Digest</th>
                    <th scope="col"><span class="visually-hidden">Actions</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${[...checkpoints].reverse().map(
                    ({ step, savedAt, bytes, digest, pinned }) =>
                      html`<tr>
                        <td class="number">${formatCount(step)}</td>
                        <td>${formatAgo(savedAt)}${pinned ? ', kept' : ''}</td>
                        <td class="number">${formatBytes(bytes)}</td>
                        <td><code title=${digest}>${digest.slice(0, 8)}</code></td>
                        <td>
                          <a
                            class="button"
                            href=${`#/fork/${encodeURIComponent(run.id)}/${step}`}
                            aria-label=${`Fork from step ${step}`}
                            >${icons.fork} Fork</a
                          >
                        </td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-checkpoints': LlCheckpoints;
  }
}
