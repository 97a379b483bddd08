/** Plots as SVG, drawn by Vega-Lite. Readers may have a light or a dark page: text takes the colour of their choice. */
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** The colour of text, which is the reader's. */
export const text = 'currentColor';

const style = '<style>svg{color:#1f2328}@media (prefers-color-scheme:dark){svg{color:#e6edf3}}</style>';

const config: TopLevelSpec['config'] = {
  background: 'transparent',
  font: 'sans-serif',
  view: { stroke: null },
  axis: {
    labelColor: text,
    titleColor: text,
    domainColor: text,
    tickColor: text,
    gridColor: text,
    gridOpacity: 0.15,
    titleFontWeight: 'normal',
  },
  legend: {
    orient: 'bottom',
    labelColor: text,
    titleColor: text,
    titleFontWeight: 'normal',
    symbolBaseFillColor: text,
    symbolBaseStrokeColor: text,
    labelLimit: 300,
  },
  header: { labelColor: text, titleColor: text, labelFontSize: 11 },
  title: { color: text, subtitleColor: text, anchor: 'start', fontSize: 13 },
};

/** Draws a specification of Vega-Lite. */
export const svgOf = async (spec: TopLevelSpec): Promise<string> => {
  const view = new View(parse(compile({ ...spec, config }).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return `${svg.replace(/(<svg[^>]*>)/u, `$1${style}`)}\n`;
};

/** Colours by name, in this order. */
export const scaleOf = (named: Readonly<Record<string, string>>) => ({
  domain: Object.keys(named),
  range: Object.values(named),
});
