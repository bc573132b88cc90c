import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Lab } from '../state/lab.ts';
import type { Route } from '../state/route.ts';
import '../about/ll-about-screen.ts';
import '../device/ll-device-screen.ts';
import '../lab/ll-fork-screen.ts';
import '../lab/ll-new-screen.ts';
import '../lab/ll-preview-screen.ts';
import '../runs/ll-runs-screen.ts';
import '../run/ll-run-screen.ts';

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

/** Loads what the screen of an address needs, if it is not there. */
export async function loadScreen({ screen }: Route): Promise<void> {
  await later[screen]?.();
}

/** The screen of an address. */
export function screenOf(lab: Lab, route: Route): TemplateResult {
  switch (route.screen) {
    case 'lab':
      return html`<ll-new-screen .lab=${lab}></ll-new-screen>`;
    case 'run':
      return runScreen(lab);
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
      return html`<ll-theory-screen .lab=${lab} .page=${route.page} .objective=${route.objective}></ll-theory-screen>`;
    case 'source':
      return html`<ll-source-screen .path=${route.path}></ll-source-screen>`;
  }
}

/** The open run; until it is there, that it is being opened or why it can't be. */
function runScreen(lab: Lab): TemplateResult {
  const model = lab.open.value;
  const error = lab.openError.value;
  if (model) return html`<ll-run-screen .lab=${lab} .model=${model}></ll-run-screen>`;
  if (!error) return html`<p class="muted" role="status">Opening the run…</p>`;
  return html`<h1>This run can’t be opened</h1>
    <p role="alert">${error.message} ${error.remedy ?? ''}</p>
    <p><a href="#/runs">All runs</a></p>`;
}
