import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { base } from '../styles/shared.ts';

/** Distance between the button and its bubble, and between the bubble and the window's edge, in pixels. */
const gap = 6;

/**
 * A question mark with an explanation: by hover, by focus and a key, and by touch. The bubble is in the top layer,
 * so that no scroll container cuts it off.
 */
@customElement('ll-help')
export class LlHelp extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        vertical-align: middle;
        line-height: 1;
      }

      button {
        display: grid;
        place-items: center;
        width: 24px;
        height: 24px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--ll-muted);
        cursor: help;
      }

      button::before {
        content: '?';
        display: grid;
        place-items: center;
        width: 16px;
        height: 16px;
        border: 1px solid currentcolor;
        border-radius: 50%;
        font: 600 10px/1 var(--ll-sans);
      }

      button:hover {
        color: var(--ll-accent);
      }

      /* A finger needs more to hit; the room that it takes stays the same. */
      @media (pointer: coarse) {
        button {
          width: 40px;
          height: 40px;
          margin: -8px;
        }
      }

      .bubble {
        position: fixed;
        inset: auto;
        margin: 0;
        max-width: min(320px, calc(100vw - 24px));
        padding: 10px 12px;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius-small);
        background: var(--ll-raised);
        color: var(--ll-text);
        box-shadow: var(--ll-shadow);
        font: 0.88rem/1.45 var(--ll-sans);
        white-space: normal;
      }
    `,
  ];

  /** What the help is about, for the button's name. */
  @property() subject = '';
  @property() text = '';
  @state() private open = false;
  @query('button') private readonly button!: HTMLButtonElement;
  @query('.bubble') private readonly bubble!: HTMLElement;
  #pinned = false;

  override render(): TemplateResult {
    return html`
      <button
        type="button"
        aria-label=${`Help: ${this.subject}`}
        aria-expanded=${this.open}
        aria-describedby="bubble"
        @click=${this.#toggle}
        @pointerenter=${(event: PointerEvent) => event.pointerType === 'mouse' && this.#show()}
        @pointerleave=${() => !this.#pinned && this.#hide()}
        @blur=${this.#hide}
        @keydown=${this.#key}
      ></button>
      <div class="bubble" id="bubble" role="tooltip" popover="manual">${this.text}</div>
    `;
  }

  #toggle(): void {
    if (this.open && this.#pinned) return this.#hide();
    this.#pinned = true;
    this.#show();
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.open) return;
    event.stopPropagation();
    this.#hide();
  }

  #show(): void {
    if (this.open) return;
    this.open = true;
    this.bubble.showPopover();
    const anchor = this.button.getBoundingClientRect();
    const size = this.bubble.getBoundingClientRect();
    const left = Math.max(gap, Math.min(anchor.left, innerWidth - size.width - gap * 2));
    const below = anchor.bottom + gap;
    const top = below + size.height > innerHeight ? anchor.top - gap - size.height : below;
    this.bubble.style.setProperty('left', `${left}px`);
    this.bubble.style.setProperty('top', `${Math.max(gap, top)}px`);
  }

  #hide(): void {
    this.#pinned = false;
    if (!this.open) return;
    this.open = false;
    this.bubble.hidePopover();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-help': LlHelp;
  }
}
