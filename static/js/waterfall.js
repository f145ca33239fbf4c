/* Bars from one moment's figure to another's, part by part. The table has the same figures. */

const INK = "#1f2630";
const SOFT = "#56606d";
const GRID = "#dde1e6";
/* Blue and ochre are told apart by every eye; the sign at each bar says the same. */
const FILLS = { whole: "#8c96a3", up: "#1d4f86", down: "#b96a00" };
const ROW = 34;

const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const isChinese = document.documentElement.lang.startsWith("zh");

function trimmed(number) {
  return String(Math.round(number * 100) / 100);
}

function scaled(value, isPercent) {
  if (isPercent) return `${trimmed(value)}%`;
  const size = Math.abs(value);
  if (isChinese && size >= 1e8) return `${trimmed(value / 1e8)}亿`;
  if (isChinese && size >= 1e4) return `${trimmed(value / 1e4)}万`;
  return value.toLocaleString(isChinese ? "zh-CN" : "en");
}

function fill(bar, place, last) {
  if (place === 0 || place === last) return FILLS.whole;
  return Number(bar.to) >= Number(bar.from) ? FILLS.up : FILLS.down;
}

/* Small differences of large figures are drawn from near the figures, not from 0. */
function bounds(bars) {
  const ends = bars.flatMap((bar, place) => (
    place === 0 || place === bars.length - 1
      ? [Number(bar.to)] : [Number(bar.from), Number(bar.to)]
  ));
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const spread = high - low || Math.abs(high) || 1;
  return low > 0 && low > spread
    ? { min: low - spread * 0.35, max: high + spread * 0.25 }
    : { min: Math.min(0, low - spread * 0.15), max: high + spread * 0.2 };
}

function drawn(data, range) {
  const last = data.bars.length - 1;
  return (params, api) => {
    const place = api.value(0);
    const bar = data.bars[place];
    const from = api.coord([Math.max(Number(bar.from), range.min), place]);
    const to = api.coord([Number(bar.to), place]);
    const height = Math.min(20, ROW * 0.6);
    const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
    const parts = [{
      type: "rect",
      shape: { x: left, y: from[1] - height / 2, width: Math.max(right - left, 2), height },
      style: { fill: fill(bar, place, last) },
    }, {
      type: "text",
      style: {
        x: right + 6, y: from[1], text: bar.text, fill: INK,
        fontSize: 13, textVerticalAlign: "middle",
      },
    }];
    if (place < last) {
      const below = api.coord([Number(bar.to), place + 1]);
      parts.push({
        type: "line",
        shape: { x1: to[0], y1: to[1] + height / 2, x2: to[0], y2: below[1] - height / 2 },
        style: { stroke: SOFT, lineWidth: 1, lineDash: [2, 2] },
      });
    }
    return { type: "group", children: parts };
  };
}

function options(data, font, isNarrow) {
  const text = { color: SOFT, fontFamily: font, fontSize: 13 };
  const range = bounds(data.bars);
  return {
    animation: !calm,
    animationDuration: 300,
    textStyle: { fontFamily: font, color: INK },
    grid: { left: 4, right: isNarrow ? 56 : 72, top: 6, bottom: 4, containLabel: true },
    xAxis: {
      type: "value",
      ...range,
      splitNumber: isNarrow ? 3 : 5,
      axisLabel: {
        ...text,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value) => scaled(value, data.isPercent),
      },
      splitLine: { lineStyle: { color: GRID } },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: data.bars.map((bar) => bar.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: "#8c96a3" } },
      axisLabel: {
        ...text, color: INK, interval: 0, width: isNarrow ? 108 : 190, overflow: "truncate",
      },
    },
    series: [{
      type: "custom",
      renderItem: drawn(data, range),
      data: data.bars.map((bar, place) => [place, Number(bar.to)]),
      encode: { x: 1, y: 0 },
      clip: false,
    }],
  };
}

function draw(element) {
  const data = JSON.parse(document.getElementById(element.dataset.waterfall).textContent);
  element.style.height = `${data.bars.length * ROW + 40}px`;
  const font = getComputedStyle(document.body).fontFamily;
  const chart = window.echarts.init(element, null, { renderer: "canvas" });
  const show = () => chart.setOption(options(data, font, element.clientWidth < 480));
  show();
  /* On paper the drawing is scaled by the stylesheet, as large as it was on screen. */
  const paper = window.matchMedia("print");
  new ResizeObserver(() => {
    if (paper.matches) return;
    chart.resize();
    show();
  }).observe(element);
  element.dataset.drawn = "";
}

document.querySelectorAll("[data-waterfall]").forEach(draw);
