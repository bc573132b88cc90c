import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { diracTrajectory } from '../../../core/theory/dirac.ts';
import type { DiracGame, DiracPoint } from '../../../core/theory/dirac.ts';
import { formatCount, formatNumber } from '../../common/format.ts';
import { icons } from '../../common/icons.ts';
import { PaintController } from '../../plots/paint-controller.ts';
import { base, buttons } from '../../styles/shared.ts';
import { fieldColours, paintField, toPixels, toPoint } from './paint-field.ts';
import type { Track } from './paint-field.ts';

/** How long a whole game takes to watch, in milliseconds. */
const duration = 7000;
/** How far an arrow key moves the start, and with Shift. */
const nudge = 0.05;
const farNudge = 0.25;
/** Half-width of the picture. */
const extent = 2.2;

/**
 * The vector field of a game with the paths of one or two update rules, which can be played, and their start, which
 * can be moved by mouse, touch and keys.
 *
 * @fires ll-start with the new start
 */
@customElement('ll-field-view')
export class LlFieldView extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .square {
        position: relative;
        aspect-ratio: 1;
        width: 100%;
        max-width: var(--field-size, 560px);
        margin: 0 auto;
      }

      canvas {
        display: block;
        width: 100%;
        height: 100%;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
        cursor: crosshair;
      }

      .start {
        position: absolute;
        width: 30px;
        height: 30px;
        margin: -15px 0 0 -15px;
        border-radius: 50%;
        display: grid;
        place-items: center;
        cursor: grab;
        touch-action: none;
      }

      .start::before {
        content: '';
        width: 14px;
        height: 14px;
        border: 3px solid var(--ll-text);
        border-radius: 50%;
        background: var(--ll-surface);
      }

      .start:active {
        cursor: grabbing;
      }

      .transport {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin-top: 10px;
      }

      .transport p {
        margin-left: auto;
        font-size: 0.9rem;
        color: var(--ll-muted);
      }
    `,
  ];

  /** The games by their update rules; the field is that of the first. */
  @property({ attribute: false }) games: readonly DiracGame[] = [];
  @property({ attribute: false }) start: DiracPoint = { theta: 1, psi: 1 };
  @property({ type: Number }) steps = 500;
  @state() private playing = false;
  /** Steps that are drawn. */
  @state() private shown = 0;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  @query('.square') private readonly square!: HTMLElement;
  @query('.start') private readonly handle!: HTMLElement;
  #tracks: readonly Track[] = [];
  #frame = 0;
  /** When the first step would have been drawn. */
  #began = 0;

  constructor() {
    super();
    new PaintController(
      this,
      () => this.canvas,
      (surface) => {
        const [game] = this.games;
        if (game) paintField(surface, game, this.#tracks, this.shown, extent, fieldColours(this));
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
  }

  protected override firstUpdated(): void {
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.#play();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('games') && !changed.has('start') && !changed.has('steps')) return;
    this.#tracks = this.games.map((game, series) => ({ series, path: diracTrajectory(game, this.start, this.steps) }));
    if (this.playing) this.#began = performance.now();
    this.shown = this.playing ? 0 : this.steps;
  }

  override render(): TemplateResult {
    const { theta, psi } = this.start;
    const done = this.shown >= this.steps;
    return html`<div class="square">
        <canvas
          role="img"
          aria-label="Vector field of the game over θ (to the right) and ψ (upwards), with the path of each update rule"
          @click=${this.#click}
        ></canvas>
        <div
          class="start"
          role="slider"
          tabindex="0"
          aria-label="Start of the game: arrow keys move it"
          aria-valuemin=${-extent}
          aria-valuemax=${extent}
          aria-valuenow=${theta.toFixed(2)}
          aria-valuetext=${`theta ${theta.toFixed(2)}, psi ${psi.toFixed(2)}`}
          @keydown=${this.#key}
          @pointerdown=${this.#grab}
          @pointermove=${this.#drag}
        ></div>
      </div>
      <div class="transport">
        <button type="button" class="button" @click=${() => (this.playing ? this.#pause() : this.#play())}>
          ${this.playing ? icons.pause : icons.play} ${this.playing ? 'Pause' : done ? 'Play again' : 'Play'}
        </button>
        <button type="button" class="button" ?disabled=${this.playing} @click=${this.#step}>${icons.step} Step</button>
        <button type="button" class="button quiet" ?disabled=${done && !this.playing} @click=${this.#finish}>
          Show all
        </button>
        <p class="number">
          Step ${formatCount(this.shown)} of ${formatCount(this.steps)} from (${formatNumber(theta, 3)},
          ${formatNumber(psi, 3)})
        </p>
      </div>`;
  }

  protected override updated(): void {
    // In shares of the square, so that it stays in place as the square changes size.
    const [left, top] = toPixels(this.start, extent, 100);
    this.handle.style.setProperty('left', `${left}%`);
    this.handle.style.setProperty('top', `${top}%`);
  }

  #play(): void {
    if (this.shown >= this.steps) this.shown = 0;
    this.playing = true;
    this.#began = performance.now() - (this.shown / this.steps) * duration;
    cancelAnimationFrame(this.#frame);
    const draw = (now: number): void => {
      this.shown = Math.max(0, Math.min(this.steps, Math.floor(((now - this.#began) / duration) * this.steps)));
      if (this.shown >= this.steps) this.playing = false;
      else this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  #pause(): void {
    cancelAnimationFrame(this.#frame);
    this.playing = false;
  }

  #step(): void {
    this.shown = this.shown >= this.steps ? 1 : this.shown + 1;
  }

  #finish(): void {
    this.#pause();
    this.shown = this.steps;
  }

  #click(event: MouseEvent): void {
    this.#moveTo(event);
    this.handle.focus({ preventScroll: true });
  }

  #grab(event: PointerEvent): void {
    (event.target as HTMLElement).setPointerCapture(event.pointerId);
  }

  #drag(event: PointerEvent): void {
    if ((event.target as HTMLElement).hasPointerCapture(event.pointerId)) this.#moveTo(event);
  }

  #moveTo({ clientX, clientY }: MouseEvent): void {
    const { left, top, width } = this.square.getBoundingClientRect();
    this.#send(toPoint(clientX - left, clientY - top, extent, width));
  }

  #key(event: KeyboardEvent): void {
    const by = event.shiftKey ? farNudge : nudge;
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-by, 0],
      ArrowRight: [by, 0],
      ArrowUp: [0, by],
      ArrowDown: [0, -by],
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const inside = (value: number): number => Math.max(-extent, Math.min(extent, Number(value.toFixed(4))));
    this.#send({ theta: inside(this.start.theta + move[0]), psi: inside(this.start.psi + move[1]) });
  }

  #send(start: DiracPoint): void {
    this.dispatchEvent(new CustomEvent<DiracPoint>('ll-start', { detail: start }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-field-view': LlFieldView;
  }
}
