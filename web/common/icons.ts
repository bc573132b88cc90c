import { svg } from 'lit';
import type { SVGTemplateResult } from 'lit';

const icon = (content: SVGTemplateResult, fill = false): SVGTemplateResult =>
  svg`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill=${fill ? 'currentColor' : 'none'} stroke=${fill ? 'none' : 'currentColor'} stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round">${content}</svg>`;

export const icons = {
  play: icon(svg`<path d="M6 3.8v12.4a.8.8 0 0 0 1.2.7l9.9-6.2a.8.8 0 0 0 0-1.4L7.2 3.1a.8.8 0 0 0-1.2.7z"/>`, true),
  pause: icon(
    svg`<rect x="4.5" y="3.5" width="4" height="13" rx="1"/><rect x="11.5" y="3.5" width="4" height="13" rx="1"/>`,
    true,
  ),
  step: icon(
    svg`<path d="M4 4.3v11.4a.8.8 0 0 0 1.2.7l8.3-5.7a.8.8 0 0 0 0-1.4L5.2 3.6a.8.8 0 0 0-1.2.7z"/><rect x="14.5" y="3.5" width="2.4" height="13" rx=".8"/>`,
    true,
  ),
  lab: icon(svg`<path d="M7.5 3h5M8.5 3v5L4 15.2A1.2 1.2 0 0 0 5 17h10a1.2 1.2 0 0 0 1-1.8L11.5 8V3M6 13h8"/>`),
  runs: icon(svg`<path d="M3 16.5V3.5M3 16.5h14M6 13l3-4 3 2 4-6"/>`),
  data: icon(
    svg`<ellipse cx="10" cy="5" rx="6.5" ry="2.4"/><path d="M3.5 5v10c0 1.3 2.9 2.4 6.5 2.4s6.5-1.1 6.5-2.4V5M3.5 10c0 1.3 2.9 2.4 6.5 2.4s6.5-1.1 6.5-2.4"/>`,
  ),
  studies: icon(
    svg`<rect x="3" y="3.5" width="14" height="13" rx="1.2"/><path d="M3 8h14M3 12.2h14M8 3.5v13M12.5 3.5v13"/>`,
  ),
  up: icon(svg`<path d="m5 12 5-5 5 5"/>`),
  down: icon(svg`<path d="m5 8 5 5 5-5"/>`),
  first: icon(svg`<path d="m5 13 5-5 5 5M5 4.5h10"/>`),
  methods: icon(
    svg`<path d="M10 5.2C8.4 4 6 3.6 3 3.8v11.4c3-.2 5.4.2 7 1.4 1.6-1.2 4-1.6 7-1.4V3.8c-3-.2-5.4.2-7 1.4zM10 5.2v11.4"/>`,
  ),
  theory: icon(
    svg`<path d="M10 10.4a1.3 1.3 0 1 1 1.5-1.3 3.4 3.4 0 0 1-3.6 3.2 4.4 4.4 0 0 1-4-4.5A5.6 5.6 0 0 1 9.8 2.6a6.8 6.8 0 0 1 6.7 7.2A7.6 7.6 0 0 1 9 17.4"/>`,
  ),
  device: icon(
    svg`<rect x="5" y="5" width="10" height="10" rx="1.5"/><path d="M8 2v3M12 2v3M8 15v3M12 15v3M2 8h3M2 12h3M15 8h3M15 12h3"/>`,
  ),
  about: icon(svg`<circle cx="10" cy="10" r="7.5"/><path d="M10 9.2v4.6M10 6.3v.1"/>`),
  sun: icon(
    svg`<circle cx="10" cy="10" r="3.5"/><path d="M10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M4 16l1.4-1.4M14.6 5.4 16 4"/>`,
  ),
  moon: icon(svg`<path d="M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z"/>`),
  auto: icon(svg`<circle cx="10" cy="10" r="7"/><path d="M10 3v14a7 7 0 0 0 0-14z" fill="currentColor"/>`),
  share: icon(
    svg`<path d="M8 12a3.2 3.2 0 0 0 4.7.2l2.6-2.6a3.2 3.2 0 0 0-4.6-4.6L9.4 6.3M12 8a3.2 3.2 0 0 0-4.7-.2l-2.6 2.6a3.2 3.2 0 0 0 4.6 4.6l1.3-1.3"/>`,
  ),
  fork: icon(
    svg`<circle cx="5.5" cy="4.5" r="1.8"/><circle cx="14.5" cy="4.5" r="1.8"/><circle cx="10" cy="15.5" r="1.8"/><path d="M5.5 6.3v1.2a2.5 2.5 0 0 0 2.5 2.5h4a2.5 2.5 0 0 0 2.5-2.5V6.3M10 10v3.7"/>`,
  ),
  export: icon(svg`<path d="M10 3v9M6.5 8.5 10 12l3.5-3.5M3.5 13v3a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-3"/>`),
  import: icon(svg`<path d="M10 12V3M6.5 6.5 10 3l3.5 3.5M3.5 13v3a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-3"/>`),
  save: icon(svg`<path d="M5.5 2.5h9v15L10 13.8l-4.5 3.7z"/>`),
  measure: icon(svg`<path d="M3 14a7 7 0 1 1 14 0M10 14l3.5-5"/>`),
  remove: icon(svg`<path d="M4 5.5h12M8 5V3.5h4V5M5.5 5.5l.8 11h7.4l.8-11M8.5 8.5v5M11.5 8.5v5"/>`),
  close: icon(svg`<path d="m5 5 10 10M15 5 5 15"/>`),
  back: icon(svg`<path d="M12 4 6 10l6 6"/>`),
  forward: icon(svg`<path d="m8 4 6 6-6 6"/>`),
  slow: icon(svg`<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l2.6 2.2"/>`),
  race: icon(svg`<path d="M4.5 17V3M4.5 4c3.5-2 6.500 2 11 0v7.500c-4.500 2-7.500-2-11 0"/>`),
  compare: icon(
    svg`<rect x="2.5" y="4" width="6.5" height="12" rx="1.2"/><rect x="11" y="4" width="6.5" height="12" rx="1.2"/>`,
  ),
  pen: icon(svg`<path d="M3.5 16.5 4.4 13 13.2 4.2a1.6 1.6 0 0 1 2.6 2.6L7 15.6z"/>`),
  eraser: icon(
    svg`<path d="m3.6 12.3 7.6-8a1.2 1.2 0 0 1 1.8 0l3.4 3.4a1.2 1.2 0 0 1 0 1.8L10 16.5H7.2zM7.8 7.9l5 5"/>`,
  ),
};
