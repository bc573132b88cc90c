import type { PointsFrame } from '../../worker/protocol/records.ts';

type Scale = (value: number) => number;

/** Draws the generator's image of a regular grid of latents: its rows and columns as lines. */
export function paintWarp(
  context: CanvasRenderingContext2D,
  { columns, rows, points }: NonNullable<PointsFrame['warp']>,
  x: Scale,
  y: Scale,
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.globalAlpha = 0.65;
  context.beginPath();
  const line = (start: number, stride: number, count: number): void => {
    let drawing = false;
    for (let i = 0; i < count; i++) {
      const at = 2 * (start + i * stride);
      const px = x(points[at] ?? NaN);
      const py = y(points[at + 1] ?? NaN);
      const finite = Number.isFinite(px + py);
      if (finite && drawing) context.lineTo(px, py);
      else if (finite) context.moveTo(px, py);
      drawing = finite;
    }
  };
  for (let row = 0; row < rows; row++) line(row * columns, 1, columns);
  for (let column = 0; column < columns; column++) line(column, columns, rows);
  context.stroke();
  context.globalAlpha = 1;
}
