/** Colours of the series for light and dark, as in the app. */
const series = [
  ['#1f66b0', '#6fb1f2'],
  ['#c2410c', '#ff9d66'],
  ['#0f7a5f', '#4fcaa4'],
  ['#8b3f9e', '#d294e3'],
  ['#8a6a00', '#dcb945'],
  ['#b02a5b', '#f288ae'],
  ['#3d5a80', '#a3b8d6'],
  ['#5c6b1e', '#b4c66a'],
] as const;

/** The style of the report, which fetches nothing. */
export const style = `
:root { color-scheme: light dark; --bg: #fff; --text: #1b2127; --muted: #565d66; --line: #dcdfe5; --soft: #eef0f3; }
@media (prefers-color-scheme: dark) { :root { --bg: #12151b; --text: #e7eaed; --muted: #9eabb8; --line: #2b323d; --soft: #20262f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 66rem; background: var(--bg); color: var(--text); font: 16px/1.5 system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-top: 1px solid var(--line); padding-top: 1rem; } h3 { margin-bottom: .3rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); padding: .3rem 0; } th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; } th:first-child, td.text { text-align: left; }
svg { display: block; width: 100%; min-width: 32rem; max-width: 44rem; height: auto; margin: .5rem 0; } svg text { fill: var(--text); font: 12px system-ui, sans-serif; } svg .tick, svg .axis { fill: var(--muted); }
.grid { stroke: var(--line); } .interval { stroke: var(--text); stroke-width: 1.5; } .floor { stroke: var(--muted); stroke-dasharray: 4 3; } .seed { fill: var(--muted); fill-opacity: .6; } .line { fill: none; stroke-width: 1.75; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; padding: 0; margin: .3rem 0; } .key { display: inline-block; width: .8rem; height: .8rem; border-radius: 50%; margin-right: .4rem; }
.note { border-left: 4px solid var(--line); padding: .2rem .8rem; color: var(--muted); } .muted { color: var(--muted); }
.samples { display: flex; flex-wrap: wrap; gap: 1rem; } figure { margin: 0; } figure img { display: block; width: 10rem; height: 10rem; object-fit: contain; image-rendering: pixelated; background: var(--soft); } figcaption { font-size: .85rem; color: var(--muted); max-width: 10rem; }
p code { overflow-wrap: anywhere; } code, pre { font-family: ui-monospace, Menlo, 'DejaVu Sans Mono', monospace; font-size: .85rem; } pre { overflow-x: auto; background: var(--soft); padding: .8rem; border-radius: 6px; } td code { font-size: .8rem; }
${series.map(([light], i) => `.s${i} { fill: ${light}; } .line.s${i} { fill: none; stroke: ${light}; } .k${i} { background: ${light}; }`).join('\n')}
@media (prefers-color-scheme: dark) { ${series.map(([, dark], i) => `.s${i} { fill: ${dark}; } .line.s${i} { fill: none; stroke: ${dark}; } .k${i} { background: ${dark}; }`).join('\n')} }
`;
