import { LitElement, css, html } from 'lit';
import type { TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChartSpec } from '../charts/ll-curves.ts';
import { groupCurves, isCurve, namesOf } from '../charts/series.ts';
import { capitalise, formatName } from '../common/format.ts';
import { base, inputs } from '../styles/shared.ts';
import type { Compared } from './compared.ts';
import '../charts/ll-curves.ts';

/** Shows every value that has a curve. */
const everything = '*';

/**
 * Curves of several runs on common axes, against the step and against the time of training.
 *
 * @fires ll-smoothing with the new weight
 */
@customElement('ll-compared-curves')
export class LlComparedCurves extends LitElement {
  static override styles = [
    base,
    inputs,
    css`
      label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        font-size: 0.86rem;
        color: var(--ll-muted);
      }

      select {
        min-height: 30px;
        max-width: 60vw;
        color: var(--ll-text);
      }
    `,
  ];

  @property({ attribute: false }) compared: readonly Compared[] = [];
  /** Changes when points were added to the runs in place. */
  @property({ type: Number }) version = 0;
  @property({ type: Number }) smoothing = 0.6;
  /** Value to show first; the first metric where it has no curve. */
  @property() preferred = '';
  @property() empty = 'These runs have no curves yet.';
  @state() private chosen = '';
  #drawn:
    { readonly key: string; readonly points: readonly unknown[]; readonly charts: readonly ChartSpec[] } | undefined;

  override render(): TemplateResult {
    const names = this.#names();
    const chosen = this.chosen === everything || names.includes(this.chosen) ? this.chosen : this.#first(names);
    return html`<ll-curves
      group="compare"
      x="both"
      .charts=${this.#charts(chosen === everything ? names : names.filter((name) => name === chosen))}
      .version=${this.version}
      .smoothing=${this.smoothing}
      .empty=${this.empty}
      @ll-smoothing=${(event: CustomEvent<number>) => this.dispatchEvent(new CustomEvent('ll-smoothing', { detail: event.detail }))}
    >
      <label slot="tools"
        >Curve
        <select @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}>
          ${names.map(
            (name) => html`<option value=${name} .selected=${name === chosen}>${capitalise(formatName(name))}</option>`,
          )}
          <option value=${everything} .selected=${chosen === everything}>All of them</option>
        </select></label
      >
    </ll-curves>`;
  }

  /** Values of which any run has a curve: losses and their parts, then metrics. */
  #names(): readonly string[] {
    const all = new Set(this.compared.flatMap(({ points }) => [...namesOf(points)]));
    const shown = [...all].filter((name) => this.compared.some(({ points }) => isCurve(name, points)));
    return groupCurves(shown).flatMap((group) => group.names);
  }

  #first(names: readonly string[]): string {
    return names.includes(this.preferred) ? this.preferred : firstOf(names);
  }

  /** A chart for each value, a curve for each run; the same array while they are the same, so that no chart is rebuilt. */
  #charts(names: readonly string[]): readonly ChartSpec[] {
    const { compared } = this;
    const points = compared.map((entry) => entry.points);
    const shown = names.map((name) => compared.map((entry) => isCurve(name, entry.points)));
    const key = JSON.stringify([names, shown, compared.map(({ label }) => label)]);
    if (this.#drawn?.key === key && points.every((array, i) => array === this.#drawn?.points[i])) {
      return this.#drawn.charts;
    }
    const charts = names.map((name, n) => ({
      title: capitalise(formatName(name)),
      curves: compared.flatMap(({ label, points, spec }, colour) =>
        shown[n]![colour] ? [{ label, colour, name, points, batch: spec.batch }] : [],
      ),
    }));
    this.#drawn = { key, points, charts };
    return charts;
  }
}

/** The first metric, since it says how good a run is; else the first loss. */
function firstOf(names: readonly string[]): string {
  return names.find((name) => !name.includes('/')) ?? names[0] ?? '';
}

declare global {
  interface HTMLElementTagNameMap {
    'll-compared-curves': LlComparedCurves;
  }
}
