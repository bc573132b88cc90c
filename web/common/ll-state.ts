import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunState } from '../../worker/protocol/records.ts';
import { base } from '../styles/shared.ts';
import { stateLabels } from './state-label.ts';

/** What a run is doing: a word with a dot. */
@customElement('ll-state')
export class LlState extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        font-size: 0.86rem;
        white-space: nowrap;
      }

      .dot {
        width: 9px;
        height: 9px;
        border-radius: 50%;
        background: var(--ll-line-strong);
      }

      .training,
      .starting {
        background: var(--ll-good);
      }

      .finished {
        background: var(--ll-accent);
      }

      .paused {
        background: var(--ll-warning);
      }

      .failed {
        background: var(--ll-danger);
      }
    `,
  ];

  @property() state: RunState = 'idle';
  @property({ type: Boolean }) elsewhere = false;

  override render(): TemplateResult {
    return html`<span class="dot ${this.state}"></span
      >${stateLabels[this.state]}${this.elsewhere ? ' in another tab' : ''}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-state': LlState;
  }
}
