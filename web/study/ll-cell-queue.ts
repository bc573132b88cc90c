import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { OpenStudy } from '../../worker/protocol/study.ts';
import { icons } from '../common/icons.ts';
import { base, buttons } from '../styles/shared.ts';
import { movedTo } from './cell-order.ts';

/**
 * The runs that wait, in the order in which they will be trained. They are moved by buttons or dragged.
 *
 * @fires ll-reorder with the keys of every cell in their new order
 */
@customElement('ll-cell-queue')
export class LlCellQueue extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr));
        gap: 4px 14px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }

      li {
        display: flex;
        align-items: center;
        gap: 2px;
        padding: 2px 4px 2px 10px;
        border: 1px solid var(--ll-line);
        border-radius: var(--ll-radius-small);
        background: var(--ll-surface);
        font-size: 0.88rem;
        cursor: grab;
      }

      li.over {
        border-color: var(--ll-accent);
        background: var(--ll-accent-soft);
      }

      li span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }

      .button.icon {
        width: 32px;
        min-height: 32px;
      }
    `,
  ];

  @property({ attribute: false }) opened!: OpenStudy;
  /** Key of the cell that is dragged, and of the one it is over. */
  @state() private dragged = '';
  @state() private over = '';
  /** The button that moved a row, until the row has moved. */
  #pressed: string | undefined;

  override render(): TemplateResult {
    const waiting = this.#waiting;
    return html`<ol aria-label="Runs that wait">
      ${repeat(
        waiting,
        ({ key }) => key,
        ({ key, label, seed }, i) =>
          html`<li
            draggable="true"
            class=${this.over === key ? 'over' : ''}
            @dragstart=${() => (this.dragged = key)}
            @dragend=${() => (this.dragged = this.over = '')}
            @dragover=${(event: DragEvent) => this.#dragOver(event, key)}
            @drop=${(event: DragEvent) => this.#drop(event, i)}
          >
            <span>${label}, seed ${seed}</span>
            ${this.#button('first', `Train ${label}, seed ${seed} first`, key, 0, i === 0)}
            ${this.#button('up', `Train ${label}, seed ${seed} earlier`, key, i - 1, i === 0)}
            ${this.#button('down', `Train ${label}, seed ${seed} later`, key, i + 1, i === waiting.length - 1)}
          </li>`,
      )}
    </ol>`;
  }

  get #waiting(): OpenStudy['cells'] {
    return this.opened.cells.filter(({ state }) => state === 'waiting');
  }

  #button(icon: 'first' | 'up' | 'down', label: string, key: string, to: number, off: boolean): TemplateResult {
    return html`<button
      type="button"
      class="button icon quiet"
      data-move=${`${key} ${icon}`}
      aria-label=${label}
      aria-disabled=${off}
      title=${icon === 'first' ? 'First' : icon === 'up' ? 'Earlier' : 'Later'}
      @click=${() => !off && this.#move(key, to, icon)}
    >
      ${icons[icon]}
    </button>`;
  }

  #move(key: string, to: number, icon?: string): void {
    const waiting = this.#waiting.map((cell) => cell.key);
    const keys = movedTo(this.opened.record.order, waiting, key, to);
    this.dispatchEvent(new CustomEvent<readonly string[]>('ll-reorder', { detail: keys }));
    this.#pressed = icon && `${key} ${icon}`;
  }

  protected override updated(changed: PropertyValues): void {
    if (this.#pressed === undefined || !changed.has('opened')) return;
    // Its row has moved in the page, which took the focus from the button.
    this.renderRoot.querySelector<HTMLElement>(`[data-move="${CSS.escape(this.#pressed)}"]`)?.focus();
    this.#pressed = undefined;
  }

  #dragOver(event: DragEvent, key: string): void {
    if (this.dragged === '') return;
    event.preventDefault();
    this.over = key;
  }

  #drop(event: DragEvent, to: number): void {
    event.preventDefault();
    if (this.dragged !== '') this.#move(this.dragged, to);
    this.dragged = this.over = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-cell-queue': LlCellQueue;
  }
}
