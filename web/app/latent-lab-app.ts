import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { icons } from '../common/icons.ts';
import { saveCheckpoint, stepRun, togglePlay } from '../run/actions.ts';
import type { Lab } from '../state/lab.ts';
import type { Theme } from '../state/preferences.ts';
import type { Route } from '../state/route.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';
import { keyAction } from './keys.ts';
import type { KeyAction } from './keys.ts';
import '../about/ll-about-screen.ts';
import '../device/ll-device-screen.ts';
import '../lab/ll-fork-screen.ts';
import '../lab/ll-new-screen.ts';
import '../lab/ll-preview-screen.ts';
import '../runs/ll-runs-screen.ts';
import '../run/ll-run-screen.ts';
import './ll-host-banner.ts';
import './ll-notices.ts';

const places = [
  ['lab', 'Lab', icons.lab],
  ['runs', 'Runs', icons.runs],
  ['studies', 'Studies', icons.studies],
  ['data', 'Data', icons.data],
  ['methods', 'Methods', icons.methods],
  ['theory', 'Theory', icons.theory],
  ['device', 'Device', icons.device],
  ['about', 'About', icons.about],
] as const;

/** Screens that load when they are first asked for. The service worker keeps them, so that they are there offline too. */
const later: Partial<Record<Route['screen'], () => Promise<unknown>>> = {
  studies: () => import('../study/ll-studies-screen.ts'),
  study: () => import('../study/ll-study-screen.ts'),
  'new-study': () => import('../study/ll-new-study-screen.ts'),
  compare: () => import('../compare/ll-compare-screen.ts'),
  rivals: () => import('../race/ll-rivals-screen.ts'),
  race: () => import('../race/ll-race-screen.ts'),
  data: () => import('../data/ll-data-screen.ts'),
  methods: () => import('../methods/ll-methods-screen.ts'),
  theory: () => import('../theory/ll-theory-screen.ts'),
  source: () => import('../source/ll-source-screen.ts'),
};

/** The place of the navigation that screens without one of their own belong to. */
const placeOf: Partial<Record<Route['screen'], Place>> = {
  run: 'lab',
  fork: 'lab',
  preview: 'lab',
  study: 'studies',
  'new-study': 'studies',
  compare: 'runs',
  rivals: 'lab',
  race: 'lab',
  source: 'methods',
};

type Place = (typeof places)[number][0];

const nextTheme: Readonly<Record<Theme, Theme>> = { auto: 'light', light: 'dark', dark: 'auto' };
const themeIcons = { auto: icons.auto, light: icons.sun, dark: icons.moon } as const;

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

      .skip {
        position: absolute;
        left: 8px;
        top: -60px;
        z-index: 30;
      }

      .skip:focus {
        top: 10px;
      }

      header {
        position: sticky;
        top: 0;
        z-index: 10;
        background: var(--ll-bg);
        border-bottom: 1px solid var(--ll-line);
      }

      .bar {
        display: flex;
        align-items: center;
        gap: 8px 20px;
        max-width: 1360px;
        height: var(--header-height);
        margin: 0 auto;
        padding: 0 20px;
      }

      .brand {
        display: flex;
        align-items: center;
        gap: 10px;
        color: var(--ll-text);
        font: 600 1.2rem/1 var(--ll-serif);
        text-decoration: none;
        white-space: nowrap;
      }

      nav {
        display: flex;
        gap: 4px;
        margin-left: 8px;
      }

      nav a {
        display: flex;
        align-items: center;
        gap: 7px;
        min-height: 36px;
        padding: 0 12px;
        border-radius: var(--ll-radius-small);
        color: var(--ll-muted);
        text-decoration: none;
        font-size: 0.95rem;
      }

      nav a:hover {
        color: var(--ll-text);
        background: var(--ll-accent-soft);
      }

      nav a[aria-current] {
        color: var(--ll-accent);
        font-weight: 600;
        background: var(--ll-accent-soft);
      }

      nav svg {
        width: 18px;
        height: 18px;
      }

      .tools {
        display: flex;
        gap: 4px;
        margin-left: auto;
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

      .tools .about {
        display: none;
      }

      @media (max-width: 1080px) {
        nav svg {
          display: none;
        }

        nav a {
          padding: 0 9px;
        }
      }

      @media (min-width: 761px) and (max-width: 900px) {
        .brand {
          font-size: 0;
        }
      }

      @media (max-width: 760px) {
        nav svg {
          display: block;
        }

        :host {
          --footer-height: 58px;
          --header-height: 48px;
        }

        .bar,
        main {
          padding-left: 14px;
          padding-right: 14px;
        }

        main {
          padding-top: 16px;
          padding-bottom: calc(var(--footer-height) + 24px);
        }

        nav {
          position: fixed;
          left: 0;
          right: 0;
          bottom: 0;
          z-index: 10;
          height: var(--footer-height);
          margin: 0;
          padding: 4px 6px;
          background: var(--ll-surface);
          border-top: 1px solid var(--ll-line);
        }

        /* The bar at the bottom has room for seven. */
        nav a.about {
          display: none;
        }

        .tools .about {
          display: inline-flex;
        }

        nav a {
          min-width: 0;
          flex: 1;
          flex-direction: column;
          justify-content: center;
          gap: 1px;
          padding: 0;
          font-size: min(0.7rem, 3.1vw);
        }

        .brand {
          font-size: min(1.2rem, 6vw);
        }

        .bar {
          column-gap: 8px;
        }

        .tools .icon {
          font-size: min(0.92rem, 5vw);
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
    new WatchController(this, () => [this.lab.route, this.lab.open, this.lab.openError, this.lab.preferences]);
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
    const { theme } = this.lab.preferences.value;
    const route = this.lab.route.value;
    const at = placeOf[route.screen] ?? route.screen;
    return html`
      <header>
        <div class="bar">
          <button type="button" class="button skip" @click=${() => this.main.focus()}>Skip to the content</button>
          <a class="brand" href="#/lab"><img src="icons/icon.svg" alt="" width="28" height="28" />Latent Lab</a>
          <nav aria-label="Main">
            ${places.map(
              ([screen, label, icon]) =>
                html`<a class=${screen} href=${this.#placeHref(screen)} aria-current=${screen === at ? 'page' : nothing}
                  >${icon}<span>${label}</span></a
                >`,
            )}
          </nav>
          <div class="tools">
            <a class="button icon quiet about" href="#/about" aria-label="About" title="About">${icons.about}</a>
            <button
              type="button"
              class="button icon quiet"
              aria-label="Keys"
              aria-keyshortcuts="?"
              title="Keys ( ? )"
              @click=${() => this.help.showModal()}
            >
              ?
            </button>
            <button
              type="button"
              class="button icon quiet"
              aria-label=${`Theme: ${theme}`}
              title=${`Theme: ${theme}`}
              @click=${() => this.lab.preferences.update({ theme: nextTheme[theme] })}
            >
              ${themeIcons[theme]}
            </button>
          </div>
        </div>
      </header>
      <main id="main" tabindex="-1">
        <ll-host-banner .lab=${this.lab}></ll-host-banner>
        ${this.#screen(route)}
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
    later[this.lab?.route.value.screen]?.().catch(() =>
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

  #screen(route: Route): TemplateResult {
    const { lab } = this;
    switch (route.screen) {
      case 'lab':
        return html`<ll-new-screen .lab=${lab}></ll-new-screen>`;
      case 'run':
        return this.#run();
      case 'fork':
        return html`<ll-fork-screen .lab=${lab} .runId=${route.runId} .step=${route.step}></ll-fork-screen>`;
      case 'rivals':
        return html`<ll-rivals-screen .lab=${lab} .runId=${route.runId}></ll-rivals-screen>`;
      case 'race':
        return html`<ll-race-screen .lab=${lab} .runIds=${route.runIds}></ll-race-screen>`;
      case 'studies':
        return html`<ll-studies-screen .lab=${lab}></ll-studies-screen>`;
      case 'study':
        return html`<ll-study-screen .lab=${lab} .studyId=${route.studyId}></ll-study-screen>`;
      case 'new-study':
        return html`<ll-new-study-screen .lab=${lab} .from=${route.from}></ll-new-study-screen>`;
      case 'compare':
        return html`<ll-compare-screen .lab=${lab} .keys=${route.keys}></ll-compare-screen>`;
      case 'preview':
        return html`<ll-preview-screen .lab=${lab} .fragment=${route.fragment}></ll-preview-screen>`;
      case 'runs':
        return html`<ll-runs-screen .lab=${lab}></ll-runs-screen>`;
      case 'device':
        return html`<ll-device-screen .lab=${lab} .benchmark=${route.benchmark ?? ''}></ll-device-screen>`;
      case 'about':
        return html`<ll-about-screen .lab=${lab}></ll-about-screen>`;
      case 'data':
        return html`<ll-data-screen .lab=${lab} .set=${route.set ?? ''}></ll-data-screen>`;
      case 'methods':
        return html`<ll-methods-screen .lab=${lab} .card=${route.card ?? ''}></ll-methods-screen>`;
      case 'theory':
        return html`<ll-theory-screen
          .lab=${lab}
          .page=${route.page}
          .objective=${route.objective}
        ></ll-theory-screen>`;
      case 'source':
        return html`<ll-source-screen .path=${route.path}></ll-source-screen>`;
    }
  }

  #run(): TemplateResult {
    const model = this.lab.open.value;
    const error = this.lab.openError.value;
    if (model) return html`<ll-run-screen .lab=${this.lab} .model=${model}></ll-run-screen>`;
    if (!error) return html`<p class="muted" role="status">Opening the run…</p>`;
    return html`<h1>This run can’t be opened</h1>
      <p role="alert">${error.message} ${error.remedy ?? ''}</p>
      <p><a href="#/runs">All runs</a></p>`;
  }

  /** Lab leads back to the open run, where there is one; from there to a new run. */
  #placeHref(screen: Place): string {
    if (screen === 'theory') return hashOf({ screen, page: 'game' });
    const model = this.lab.open.value;
    if (screen === 'lab' && model && this.lab.route.value.screen !== 'run')
      return hashOf({ screen: 'run', runId: model.id });
    return hashOf({ screen });
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
