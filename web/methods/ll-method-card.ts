import { LitElement, css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ObjectiveCard, Paper } from '../../core/spec/catalogue.ts';
import { encodeLink } from '../../core/spec/link.ts';
import { logitLosses } from '../../core/theory/logit-losses.ts';
import type { LogitLoss } from '../../core/theory/logit-losses.ts';
import { icons } from '../common/icons.ts';
import { sourceLink } from '../source/source-link.ts';
import { hashOf } from '../state/route.ts';
import { base, buttons } from '../styles/shared.ts';
import '../formula/ll-formula.ts';
import '../theory/plot/ll-plot.ts';
import { cardKinds } from './cards.ts';
import { logitCurves, logitRange, shownRange } from './logit-curves.ts';

/** All that there is to know of one objective, regulariser, dynamics or method. */
@customElement('ll-method-card')
export class LlMethodCard extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .card-head {
        display: flex;
        flex-wrap: wrap;
        align-items: start;
        gap: 8px 16px;
      }

      .card-head > div:first-child {
        flex: 1 1 200px;
      }

      .kind {
        font-size: 0.82rem;
        color: var(--ll-muted);
      }

      h2 {
        font-size: 1.4rem;
      }

      ll-formula {
        margin: 10px 0 6px;
        padding: 4px 14px;
        border-radius: var(--ll-radius-small);
        background: var(--ll-sunken);
      }

      .words,
      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr));
        gap: 14px 28px;
        margin-top: 14px;
      }

      h3 {
        margin-bottom: 4px;
      }

      .fails {
        padding-left: 12px;
        border-left: 3px solid var(--ll-warning);
      }

      .plots p {
        margin-bottom: 4px;
      }

      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 14px;
        margin: 18px 0 0;
        font-size: 0.9rem;
      }

      dt {
        color: var(--ll-muted);
      }

      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) card!: ObjectiveCard;

  override render(): TemplateResult {
    const { kind, id, label, formula, help, fails, paper, source, preset } = this.card;
    const loss = kind === 'objective' ? (logitLosses as Readonly<Record<string, LogitLoss>>)[id] : undefined;
    return html`<article aria-labelledby="label">
      <div class="card-head">
        <div>
          <p class="kind">${cardKinds[kind][0]}</p>
          <h2 id="label" tabindex="-1">${label}</h2>
        </div>
        <a class="button primary" href=${encodeLink(preset.spec)} title="Shows what it would run, and asks">
          ${icons.play} Try it
        </a>
      </div>
      <ll-formula .tex=${formula}></ll-formula>
      <div class="words">
        <div>
          <h3>Idea</h3>
          <p>${help}</p>
        </div>
        <div class="fails">
          <h3>When it fails</h3>
          <p>${fails}</p>
        </div>
      </div>
      ${loss ? plots(loss, label, id.startsWith('relativistic')) : nothing}
      <dl>
        <dt>Paper</dt>
        <dd>${paper.authors}: ${paperLink(paper)}, ${paper.year}</dd>
        <dt>Code</dt>
        <dd>${sourceLink(source)}</dd>
        ${
          loss
            ? html`<dt>Theory</dt>
                <dd>
                  <a href=${hashOf({ screen: 'theory', page: 'game', objective: id })}
                    >Its vector field on the game page</a
                  >
                </dd>`
            : nothing
        }
      </dl>
    </article>`;
  }
}

function plots(loss: LogitLoss, label: string, pairs: boolean): TemplateResult {
  const values = logitCurves(loss, 'value');
  const slopes = logitCurves(loss, 'slope');
  return html`<div class="plots">
    <div>
      <h3>Loss against the discriminator’s output</h3>
      <ll-plot
        .label=${`Losses of ${label} against the discriminator’s output d`}
        .curves=${values}
        .xRange=${logitRange}
        .yRange=${shownRange(values)}
        xLabel="discriminator’s output d"
      ></ll-plot>
    </div>
    <div>
      <h3>Gradient against the discriminator’s output</h3>
      <ll-plot
        .label=${`Derivatives of the losses of ${label} by the discriminator’s output d`}
        .curves=${slopes}
        .xRange=${logitRange}
        .yRange=${shownRange(slopes)}
        xLabel="discriminator’s output d"
      ></ll-plot>
    </div>
    ${pairs ? html`<p class="small muted">It compares pairs: the other example of the pair is held at d = 0.</p>` : nothing}
  </div>`;
}

function paperLink({ title, reference }: Paper): TemplateResult {
  const address = reference.startsWith('arXiv:') ? `https://arxiv.org/abs/${reference.slice(6)}` : reference;
  if (!/^https:\/\//.test(address)) return html`<cite>${title}</cite> (${reference})`;
  return html`<a href=${address} target="_blank" rel="noopener noreferrer"><cite>${title}</cite></a>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'll-method-card': LlMethodCard;
  }
}
