import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { icons } from '../common/icons.ts';
import type { Lab } from '../state/lab.ts';
import type { Theme } from '../state/preferences.ts';
import type { Route } from '../state/route.ts';
import { hashOf } from '../state/route.ts';
import { WatchController } from '../state/store.ts';
import { base, buttons } from '../styles/shared.ts';

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

/**
 * The bar of the app: its places, of which that of the address is marked, the keys and the theme. On a phone the places
 * are at the bottom of the page.
 *
 * @fires ll-skip when the keyboard is to go past it, to the content
 * @fires ll-help when the keys are to be shown
 */
@customElement('ll-app-bar')
export class LlAppBar extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      /* The element itself sticks: within it the header would have nowhere to stick to. */
      :host {
        position: sticky;
        top: 0;
        z-index: 10;
        display: block;
        background: var(--ll-bg);
        border-bottom: 1px solid var(--ll-line);
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

        .bar {
          column-gap: 8px;
          padding-left: 14px;
          padding-right: 14px;
        }

        .brand {
          font-size: min(1.2rem, 6vw);
        }

        .tools .icon {
          font-size: min(0.92rem, 5vw);
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
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;

  constructor() {
    super();
    new WatchController(this, () => [this.lab.route, this.lab.open, this.lab.preferences]);
  }

  override render(): TemplateResult {
    const { theme } = this.lab.preferences.value;
    const { screen: shown } = this.lab.route.value;
    const at = placeOf[shown] ?? shown;
    return html`<header>
      <div class="bar">
        <button type="button" class="button skip" @click=${() => this.#ask('ll-skip')}>Skip to the content</button>
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
            @click=${() => this.#ask('ll-help')}
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
    </header>`;
  }

  /** Lab leads back to the open run, where there is one; from there to a new run. */
  #placeHref(screen: Place): string {
    if (screen === 'theory') return hashOf({ screen, page: 'game' });
    const model = this.lab.open.value;
    if (screen === 'lab' && model && this.lab.route.value.screen !== 'run')
      return hashOf({ screen: 'run', runId: model.id });
    return hashOf({ screen });
  }

  #ask(what: 'll-skip' | 'll-help'): void {
    this.dispatchEvent(new CustomEvent(what));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-app-bar': LlAppBar;
  }
}
