import uPlot from 'uplot';

/** A vertical line of the chart. */
export interface ChartMark {
  readonly step: number;
  readonly kind: 'checkpoint' | 'resume' | 'edit';
}

/** What each mark means, in the words under the charts' controls. */
export const markWords: Readonly<Record<ChartMark['kind'], string>> = {
  checkpoint: 'checkpoint',
  resume: 'resumed',
  edit: 'setting changed',
};

/** A triangle on the axis for a checkpoint, a dashed line for what changed the run's course. */
export function drawMarks(
  { ctx, bbox, valToPos }: uPlot,
  marks: readonly { readonly at: number; readonly kind: ChartMark['kind'] }[],
  colours: Readonly<Record<ChartMark['kind'], string>>,
): void {
  const ratio = uPlot.pxRatio;
  for (const { at, kind } of marks) {
    const x = Math.round(valToPos(at, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = colours[kind];
    ctx.lineWidth = ratio;
    ctx.beginPath();
    if (kind === 'checkpoint') {
      ctx.moveTo(x, bbox.top + bbox.height - 6 * ratio);
      ctx.lineTo(x - 4 * ratio, bbox.top + bbox.height);
      ctx.lineTo(x + 4 * ratio, bbox.top + bbox.height);
      ctx.fill();
    } else {
      ctx.setLineDash([4 * ratio, 3 * ratio]);
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
}

/** Triangles at the top edge where a curve was not finite: hidden, the curve would look sound. */
export function drawNonFinite({ ctx, bbox, valToPos }: uPlot, values: readonly number[], colour: string): void {
  const size = 5 * uPlot.pxRatio;
  ctx.save();
  ctx.fillStyle = colour;
  for (const at of values) {
    const x = valToPos(at, 'x', true);
    ctx.beginPath();
    ctx.moveTo(x - size, bbox.top);
    ctx.lineTo(x + size, bbox.top);
    ctx.lineTo(x, bbox.top + size * 1.6);
    ctx.fill();
  }
  ctx.restore();
}
