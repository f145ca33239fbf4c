/* A target's cumulative curve against its pace. The table beside it has the same figures. */

const INK = "#1f2630";
const SOFT = "#56606d";
const GRID = "#dde1e6";
const LINES = {
  reached: { color: "#1d4f86", type: "solid", width: 3, symbol: "circle" },
  expected: { color: "#9a5b00", type: "dashed", width: 2, symbol: "none" },
  goal: { color: "#56606d", type: "dotted", width: 2, symbol: "none" },
};

const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const plotted = (text) => (text === null ? null : Number(text));

const isChinese = document.documentElement.lang.startsWith("zh");

function scaled(value, isRatio) {
  if (isRatio) return `${value}%`;
  if (!isChinese) return value.toLocaleString("en");
  if (value >= 1e8) return `${trimmed(value / 1e8)}亿`;
  if (value >= 1e4) return `${trimmed(value / 1e4)}万`;
  return value.toLocaleString("zh-CN");
}

function trimmed(number) {
  return String(Math.round(number * 100) / 100);
}

function line(data, key, values, extra) {
  const look = LINES[key];
  return Object.assign({
    name: data.names[key],
    type: "line",
    data: values,
    symbol: look.symbol,
    symbolSize: 7,
    lineStyle: { color: look.color, type: look.type, width: look.width },
    itemStyle: { color: look.color },
    emphasis: { disabled: true },
  }, extra);
}

/* The month still being filled in is drawn hollow: its figure is not complete. */
function reached(data) {
  return data.reached.map((text, month) => (
    month === data.open && text !== null
      ? { value: plotted(text), symbol: "emptyCircle", symbolSize: 9 }
      : plotted(text)
  ));
}

function tooltip(data) {
  return (points) => {
    const month = points[0].dataIndex;
    const told = data.reached[month] === null ? null : data.told[month];
    const expected = scaled(plotted(data.expected[month]), data.isRatio);
    return [
      month === data.open ? `${data.months[month]}  ${data.names.open}` : data.months[month],
      ...(told === null ? [] : [`${data.names.reached}  ${told}`]),
      `${data.names.expected}  ${expected} ${data.unit}`,
    ].join("\n");
  };
}

function bounds(data) {
  if (!data.isRatio) return { min: 0 };
  const known = [...data.reached, ...data.expected, data.goal].map(plotted);
  const lowest = Math.min(...known.filter((value) => value !== null && value > 0));
  return { min: Math.max(0, Math.floor((lowest - 5) / 10) * 10), max: 100 };
}

function options(data, font) {
  const text = { color: SOFT, fontFamily: font, fontSize: 13 };
  const goal = plotted(data.goal);
  return {
    animation: !calm,
    animationDuration: 300,
    textStyle: { fontFamily: font, color: INK },
    grid: { left: 8, right: 16, top: 62, bottom: 4, containLabel: true },
    legend: {
      data: [data.names.reached, data.names.expected, data.names.goal],
      top: 0,
      left: 0,
      itemWidth: 34,
      itemGap: 18,
      itemStyle: { opacity: 0 },
      textStyle: { ...text, color: INK },
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      formatter: tooltip(data),
      textStyle: { fontFamily: font, fontSize: 13, color: INK, lineHeight: 22 },
    },
    xAxis: {
      type: "category",
      data: data.months,
      boundaryGap: false,
      axisLine: { lineStyle: { color: "#8c96a3" } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      ...bounds(data),
      axisLabel: { ...text, formatter: (value) => scaled(value, data.isRatio) },
      splitLine: { lineStyle: { color: GRID } },
      name: data.unit,
      nameTextStyle: { ...text, align: isChinese ? "right" : "left", padding: [0, 8, 0, 0] },
      nameGap: 12,
    },
    series: [
      line(data, "goal", data.months.map(() => goal), { silent: true }),
      line(data, "expected", data.expected.map(plotted)),
      line(data, "reached", reached(data), { z: 5 }),
    ],
  };
}

function draw(element) {
  const data = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  const font = getComputedStyle(document.body).fontFamily;
  const chart = window.echarts.init(element, null, { renderer: "canvas" });
  chart.setOption(options(data, font));
  /* On paper the drawing is scaled by the stylesheet, as large as it was on screen. */
  const paper = window.matchMedia("print");
  new ResizeObserver(() => paper.matches || chart.resize()).observe(element);
}

/* A chart far down a page brings its library along when somebody comes near it. */
function drawWhenNear(element) {
  const watching = new IntersectionObserver(([seen]) => {
    if (!seen.isIntersecting) return;
    watching.disconnect();
    const library = document.createElement("script");
    library.src = element.dataset.library;
    library.addEventListener("load", () => draw(element));
    document.head.append(library);
  }, { rootMargin: "600px" });
  watching.observe(element);
}

document.querySelectorAll("[data-chart]").forEach((element) => {
  if (element.dataset.library && !window.echarts) drawWhenNear(element);
  else draw(element);
});
