import type { ReportContent } from './content.ts';

export function htmlReport({ study }: ReportContent): string {
  return `<!doctype html><title>${study.title}</title>`;
}
