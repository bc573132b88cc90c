import { LitElement, css, html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { DatasetStatistics } from '../../worker/protocol/datasets.ts';
import { formatCount, formatNumber } from '../common/format.ts';
import type { Lab } from '../state/lab.ts';
import { base, progressBars, tables } from '../styles/shared.ts';
import { paintExample } from './paint-example.ts';
import type { ShownSet } from './shown-set.ts';
import '../laboratory/ll-histogram.ts';

/** Figures of a dataset: how many examples, their values, how alike they are, and its classes. */
@customElement('ll-set-figures')
export class LlSetFigures extends LitElement {
  static override styles = [
    base,
    tables,
    progressBars,
    css`
      .figures {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }

      h3 {
        margin-bottom: 4px;
      }

      canvas {
        width: 112px;
        max-width: 100%;
        border-radius: 3px;
        image-rendering: pixelated;
      }

      canvas.wide {
        width: 100%;
      }

      .pictures {
        display: flex;
        flex-wrap: wrap;
        gap: 16px;
      }

      .classes {
        max-height: 320px;
        overflow: auto;
      }

      td.number {
        white-space: nowrap;
      }

      td.bar {
        width: 30%;
      }

      th {
        white-space: normal;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) lab!: Lab;
  @property({ attribute: false }) set!: ShownSet;
  @state() private statistics: DatasetStatistics | undefined;
  @state() private failed = false;

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('set') as ShownSet | undefined;
    if (!changed.has('set') || before?.id === this.set.id) return;
    this.statistics = undefined;
    this.failed = false;
    void this.#read(this.set);
  }

  override render(): TemplateResult {
    const { statistics } = this;
    if (!statistics)
      return html`<p class="muted" role="status">${this.failed ? 'They can’t be told.' : 'Counting…'}</p>`;
    const { train, examined, meanImage, histogram, perClass } = statistics;
    const what = meanImage ? 'Pixel values' : 'Coordinates';
    return html`<div class="figures">
      ${this.#table(statistics)}
      <div>
        <h3>${what}</h3>
        <ll-histogram .histogram=${histogram} .label=${what}></ll-histogram>
      </div>
      ${meanImage ? this.#pictures(meanImage.shape) : nothing}
      ${perClass.length > 1 ? this.#classes(perClass) : nothing}
      ${examined < train ? html`<p class="small muted">Of the first ${formatCount(examined)} examples.</p>` : nothing}
    </div>`;
  }

  protected override updated(): void {
    for (const [of, picture] of [
      ['mean', this.statistics?.meanImage],
      ['deviation', this.statistics?.stdImage],
    ] as const) {
      const canvas = this.renderRoot.querySelector<HTMLCanvasElement>(`canvas[data-of="${of}"]`);
      if (picture && canvas) paintExample(canvas, picture.values, picture.shape);
    }
  }

  #table({ train, test, mean, std, range, black, white, repeated, shared }: DatasetStatistics): TemplateResult {
    const values = (list: readonly number[]): string => list.map((value) => formatNumber(value, 3)).join(', ');
    const count = (number: number): string => (number === Infinity ? 'without end' : formatCount(number));
    const share = (part: number): string => `${formatNumber(100 * part, 3)} %`;
    const rows: readonly (readonly [name: string, value: string])[] = [
      ['To train with', count(train)],
      ['Held out', count(test)],
      [mean.length === 3 ? 'Mean (red, green, blue)' : mean.length === 2 ? 'Mean (x, y)' : 'Mean', values(mean)],
      ['Standard deviation', values(std)],
      ['Range', `${formatNumber(range[0], 3)} to ${formatNumber(range[1], 3)}`],
      ...(black === undefined ? [] : [['Black', share(black)] as const]),
      ...(white === undefined ? [] : [['White', share(white)] as const]),
      ...(repeated === undefined ? [] : [['Repeated examples', formatCount(repeated)] as const]),
      ...(shared === undefined
        ? []
        : [['Held out, yet in training', `${formatCount(shared.count)} of ${formatCount(shared.compared)}`] as const]),
    ];
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Figures of the set">
      <table>
        <tbody>
          ${rows.map(
            ([name, value]) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="number">${value}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #pictures(shape: readonly number[]): TemplateResult {
    const wide = shape.length === 4 ? 'wide' : '';
    return html`<div class="pictures">
      ${[
        ['mean', 'Mean'],
        ['deviation', 'Deviation'],
      ].map(
        ([of, name]) =>
          html`<div>
            <h3>${name}</h3>
            <canvas class=${wide} data-of=${of!} role="img" aria-label=${`${name} of the examples`}></canvas>
          </div>`,
      )}
    </div>`;
  }

  #classes(perClass: readonly number[]): TemplateResult {
    const most = Math.max(1, ...perClass);
    const all = Math.max(
      1,
      perClass.reduce((sum, number) => sum + number, 0),
    );
    return html`<div>
      <h3>Classes</h3>
      <div class="classes" tabindex="0" role="region" aria-label="Examples of each class">
        <table>
          <tbody>
            ${perClass.map(
              (number, label) =>
                html`<tr>
                  <th scope="row"><bdi>${this.set.classes[label] ?? label}</bdi></th>
                  <td class="number">${formatCount(number)}</td>
                  <td class="number">${formatNumber((100 * number) / all, 3)} %</td>
                  <td class="bar"><progress aria-hidden="true" max=${most} .value=${number}></progress></td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </div>`;
  }

  async #read(set: ShownSet): Promise<void> {
    const answer = await this.lab.service.datasetStatistics(set.chosen);
    if (this.set.id !== set.id) return;
    if (answer.ok) this.statistics = answer.value;
    else this.failed = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'll-set-figures': LlSetFigures;
  }
}
