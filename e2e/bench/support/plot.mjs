// Bar charts as SVG: groups of bars on a scale of their own, with the figure above each.

const WIDTH = 640;
const HEIGHT = 220;
const MARGIN = { left: 20, right: 20, top: 46, bottom: 34 };
const COLOURS = ['#1f5f5b', '#c8741a', '#5b4b8a', '#7a7a7a'];

function escape(text) {
  return String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function shown(value) {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** One chart at a height; `series` are names, `groups` have a label and a value for each series. */
function chart({ title, unit, series, groups }, offset) {
  const inner = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const most = Math.max(...groups.flatMap((group) => group.values.filter(Number.isFinite)), Number.MIN_VALUE);
  const slot = inner.width / groups.length;
  const bar = Math.min((slot * 0.8) / series.length, 60);
  const base = offset + MARGIN.top + inner.height;
  const parts = [`<text x="${MARGIN.left}" y="${offset + 18}" class="title">${escape(title)} (${escape(unit)})</text>`];
  series.forEach((name, n) => {
    const x = MARGIN.left + n * 150;
    parts.push(`<rect x="${x}" y="${offset + 25}" width="9" height="9" fill="${COLOURS[n]}"/>`);
    parts.push(`<text x="${x + 13}" y="${offset + 33}">${escape(name)}</text>`);
  });
  groups.forEach((group, place) => {
    const middle = MARGIN.left + slot * (place + 0.5);
    parts.push(`<text x="${middle}" y="${base + 16}" text-anchor="middle">${escape(group.label)}</text>`);
    group.values.forEach((value, n) => {
      if (!Number.isFinite(value)) return;
      const x = middle + (n - series.length / 2) * bar;
      const height = (value / most) * (inner.height - 14);
      parts.push(`<rect x="${x + 1}" y="${base - height}" width="${bar - 2}" height="${height}" fill="${COLOURS[n]}"/>`);
      parts.push(`<text x="${x + bar / 2}" y="${base - height - 3}" text-anchor="middle">${escape(shown(value))}</text>`);
    });
  });
  parts.push(`<line x1="${MARGIN.left}" y1="${base}" x2="${WIDTH - MARGIN.right}" y2="${base}" stroke="#888"/>`);
  return parts.join('\n');
}

/** Charts below each other, as one SVG document. */
export function plot(charts) {
  const height = charts.length * HEIGHT;
  const style = 'text{font:11px system-ui,sans-serif;fill:#222}.title{font-weight:600;font-size:13px}';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
<style>${style}</style><rect width="100%" height="100%" fill="#fff"/>
${charts.map((one, n) => chart(one, n * HEIGHT)).join('\n')}
</svg>
`;
}
