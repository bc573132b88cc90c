import { LitElement, css, html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { saveCheckpoint, stepRun, togglePlay } from '../run/actions.ts';
import type { Lab } from '../state/lab.ts';
import type { Route } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';
import { keyAction } from './keys.ts';
import type { KeyAction } from './keys.ts';
import { loadScreen, screenOf } from './screens.ts';
import './ll-app-bar.ts';
import './ll-host-banner.ts';
import './ll-notices.ts';

/** The app: its frame, the screen of the address, and the keys. */
@customElement('latent-lab-app')
export class LatentLabApp extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        --header-height: 56px;
        --footer-height: 0px;

        min-height: 100vh;
        color: var(--ll-text);
      }

      /* It is focused by the app, so that a screen reader starts there; it can't be reached by the Tab key. */
      main:focus {
        outline: none;
      }

      main {
        max-width: 1360px;
        margin: 0 auto;
        padding: 22px 20px 48px;
      }

      dialog {
        width: min(420px, calc(100vw - 32px));
        padding: 20px 22px;
        border: 1px solid var(--ll-line-strong);
        border-radius: var(--ll-radius);
        background: var(--ll-raised);
        color: var(--ll-text);
        box-shadow: var(--ll-shadow);
      }

      dialog::backdrop {
        background: rgb(0 0 0 / 45%);
      }

      dialog h2 {
        margin-bottom: 14px;
      }

      dialog .row {
        justify-content: flex-end;
        margin-top: 16px;
      }

      @media (max-width: 760px) {
        :host {
          --footer-height: 58px;
          --header-height: 48px;
        }

        main {
          padding: 16px 14px calc(var(--footer-height) + 24px);
        }
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @query('dialog') private readonly help!: HTMLDialogElement;
  @query('main') private readonly main!: HTMLElement;
  #shown: Route['screen'] | undefined;
  readonly #onKey = (event: KeyboardEvent): void => this.#key(event);

  constructor() {
    super();
    new WatchController(this, () => [this.lab.route, this.lab.open, this.lab.openError]);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
  }

  protected override shouldUpdate(): boolean {
    // The element is in the page before the lab is there.
    return this.lab !== undefined;
  }

  override render(): TemplateResult {
    return html`
      <ll-app-bar
        .lab=${this.lab}
        @ll-skip=${() => this.main.focus()}
        @ll-help=${() => this.help.showModal()}
      ></ll-app-bar>
      <main id="main" tabindex="-1">
        <ll-host-banner .lab=${this.lab}></ll-host-banner>
        ${screenOf(this.lab, this.lab.route.value)}
      </main>
      <ll-notices .notices=${this.lab.notices}></ll-notices>
      <dialog aria-labelledby="keys">
        <h2 id="keys">Keys</h2>
        <ll-key-list></ll-key-list>
        <div class="row"><button type="button" class="button" @click=${() => this.help.close()}>Close</button></div>
      </dialog>
    `;
  }

  protected override willUpdate(): void {
    loadScreen(this.lab.route.value).catch(() =>
      this.lab.notices.say('warning', 'This page could not be loaded. Reload the app once you are online.'),
    );
  }

  protected override updated(_: PropertyValues): void {
    const { screen } = this.lab.route.value;
    // A new screen is read from its top; the first one keeps the browser's own focus.
    if (this.#shown !== undefined && this.#shown !== screen) {
      window.scrollTo(0, 0);
      this.main.focus({ preventScroll: true });
    }
    this.#shown = screen;
  }

  #key(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action || this.help.open) return;
    if (this.#act(action)) event.preventDefault();
  }

  #act(action: KeyAction): boolean {
    const { lab } = this;
    if (action === 'help') {
      this.help.showModal();
      return true;
    }
    if (action === 'filter') {
      lab.go({ screen: 'runs' });
      void this.updateComplete.then(() =>
        requestAnimationFrame(() => this.renderRoot.querySelector('ll-runs-screen')?.focusFilter()),
      );
      return true;
    }
    const model = lab.open.value;
    if (!model || lab.route.value.screen !== 'run') return false;
    if (action === 'toggle') void togglePlay(lab, model);
    if (action === 'step') void stepRun(lab, model);
    if (action === 'save') void saveCheckpoint(lab, model);
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'latent-lab-app': LatentLabApp;
  }
}
