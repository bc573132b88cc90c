import { css, html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { KernelFigure, StepFigure } from '../../../core/benchmark/report.ts';
import { formatNumber } from '../../common/format.ts';
import type { Pair } from './rows.ts';
import { stepsPerSecond } from './rows.ts';
import { howKernel, howStep, percent, rate } from './words.ts';

/** Figures of a table: what stands in front, and the cells of one device alone, or of each of two. */
export interface FigureTable<T> {
  readonly label: string;
  /** Head of the first column. */
  readonly head: string;
  readonly rows: readonly Pair<T>[];
  /** What the rows of a figure are called; rows of the same name that follow each other share it. */
  readonly nameOf: (figure: T) => string;
  readonly title: (name: string) => TemplateResult | string;
  /** Heads and cells of the columns where there is one device. */
  readonly columns: readonly string[];
  readonly single: (figure: T) => readonly TemplateResult[];
  /** The one cell of a device where there are two. */
  readonly brief: (figure: T) => TemplateResult;
  /** Names of two devices; empty ones for one. */
  readonly names: readonly [string, string];
}

export const figureTables = css`
  th[scope='row'],
  th[scope='rowgroup'] {
    color: inherit;
    font-size: inherit;
    font-weight: inherit;
    white-space: normal;
    vertical-align: top;
    overflow-wrap: anywhere;
  }

  td,
  th {
    padding: 5px 8px;
  }

  /* A name spans its rows: lines stand above rows, so that none is left open below. */
  tbody td,
  tbody th {
    border-top: 1px solid var(--ll-line);
    border-bottom: 0;
  }

  th:first-child {
    padding-left: 0;
  }

  th:last-child,
  td:last-child {
    padding-right: 0;
  }

  .detail {
    display: block;
    color: var(--ll-muted);
    font-size: 0.82rem;
    line-height: 1.35;
  }

  code {
    font-family: var(--ll-mono);
    font-size: 0.88em;
  }

  @media (max-width: 520px) {
    table {
      font-size: 0.82rem;
    }

    td,
    th {
      padding: 5px 4px;
    }

    th {
      white-space: normal;
    }
  }
`;

export function renderTable<T>(table: FigureTable<T>): TemplateResult {
  const { label, head, rows, columns, names } = table;
  const alone = names[1] === '';
  const named = rows.map(({ mine, theirs }) => table.nameOf((mine ?? theirs)!));
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${`Table: ${label}`}>
    <table>
      <thead>
        <tr>
          <th scope="col">${head}</th>
          ${alone ? columns.map((column, i) => html`<th scope="col" class=${i > 0 ? 'number' : ''}>${column}</th>`) : names.map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, i) =>
            html`<tr>
              ${named[i - 1] === named[i] ? nothing : rowHead(table.title(named[i]!), sameFrom(named, i))}
              ${alone ? table.single((row.mine ?? row.theirs)!) : [row.mine, row.theirs].map((figure) => (figure ? table.brief(figure) : html`<td class="number">–</td>`))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

const rowHead = (title: TemplateResult | string, rows: number): TemplateResult =>
  html`<th scope=${rows > 1 ? 'rowgroup' : 'row'} rowspan=${rows}>${title}</th>`;

/** How many of the names from an index on are the same. */
function sameFrom(names: readonly string[], index: number): number {
  const other = names.findIndex((name, i) => i > index && name !== names[index]);
  return (other < 0 ? names.length : other) - index;
}

/** Columns of a training step. */
export const stepColumns = {
  columns: ['Executed', 'ms a step', 'Steps/s'],
  single(figure: StepFigure): readonly TemplateResult[] {
    const steps = stepsPerSecond(figure);
    return [
      html`<td>${howStep(figure)}${figure.note ? html`<span class="detail">${figure.note}</span>` : nothing}</td>`,
      html`<td class="number">${figure.ms === null ? '–' : formatNumber(figure.ms, 3)}</td>`,
      html`<td class="number">${steps === undefined ? '–' : rate(steps)}</td>`,
    ];
  },
  brief(figure: StepFigure): TemplateResult {
    const steps = stepsPerSecond(figure);
    return html`<td class="number">
      ${figure.ms === null || steps === undefined ? '–' : `${formatNumber(figure.ms, 3)} ms, ${rate(steps)}/s`}
      <span class="detail">${howStep(figure)}</span>
      ${figure.note ? html`<span class="detail">${figure.note}</span>` : nothing}
    </td>`;
  },
};

/** Columns of a kernel. */
export const kernelColumns = {
  columns: ['Executed', 'GF/s', 'Share of peak'],
  single(figure: KernelFigure): readonly TemplateResult[] {
    return [
      html`<td>${howKernel(figure)}</td>`,
      html`<td class="number">${formatNumber(figure.gflops, 3)}</td>`,
      html`<td class="number">${figure.share === null ? '–' : percent(figure.share)}</td>`,
    ];
  },
  brief(figure: KernelFigure): TemplateResult {
    return html`<td class="number">
      ${formatNumber(figure.gflops, 3)} GF/s${figure.share === null ? '' : `, ${percent(figure.share)} of peak`}
      <span class="detail">${howKernel(figure)}</span>
    </td>`;
  },
};
