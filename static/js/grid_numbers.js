/* Figures as they are typed, exact: scaled integers, never floating point. The server
   decides what a figure is; this only echoes it while it is being typed, by the same
   rules as unionplan/lib/numbers.py. */

const PLACES = 4n;
const SCALE = 10n ** PLACES;
const PLAIN = /^\+?\d+(\.\d+)?$/;
const GROUPED = /^\+?\d{1,3}(,\d{3})+(\.\d+)?$/;
const MYRIADS = /^\+?(\d+(?:\.\d+)?)(万|亿)$/;
const WORDS = [["亿", 100000000n], ["万", 10000n]];

/* Return a figure times 10⁴, or null when it is blank or not (yet) a number. */
export function parse(text) {
  const folded = text.normalize("NFKC").trim().replace(/，/g, ",");
  const myriads = MYRIADS.exec(folded);
  if (myriads) {
    const scale = myriads[2] === "万" ? 10000n : 100000000n;
    const figure = scaled(myriads[1]);
    return figure === null ? null : figure * scale;
  }
  if (!PLAIN.test(folded) && !GROUPED.test(folded)) return null;
  return scaled(folded.replace(/[,+]/g, ""));
}

function scaled(text) {
  const [whole, rest = ""] = text.split(".");
  if (rest.length > Number(PLACES)) return null;
  return BigInt(whole) * SCALE + BigInt(rest.padEnd(Number(PLACES), "0"));
}

/* Return a scaled figure with thousands separators: "1,234.5". */
export function grouped(figure) {
  const whole = (figure / SCALE).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const rest = (figure % SCALE).toString().padStart(Number(PLACES), "0").replace(/0+$/, "");
  return rest ? `${whole}.${rest}` : whole;
}

/* Return a large figure in 万 or 亿, "" below ten thousand. */
export function echo(figure) {
  for (const [word, scale] of WORDS) {
    if (figure >= scale * SCALE) {
      const whole = figure / scale;
      // All decimals there are: a rounded echo would hide the digit that is wrong.
      const tail = ((whole % SCALE) * scale + (figure % scale)).toString();
      const digits = tail.padStart(Number(PLACES) + scale.toString().length - 1, "0").replace(/0+$/, "");
      const head = grouped(whole - (whole % SCALE));
      return (digits ? `${head}.${digits}` : head) + word;
    }
  }
  return "";
}

/* Return part / whole in percent with two decimals at most, rounded half up. Short of
   the limit (a share given as [part, whole]) it is cut instead: never shown as reached. */
export function percent(part, whole, limit = [1n, 1n]) {
  if (whole === 0n) return "";
  const hundredths = part * 10000n;
  let shown = (2n * hundredths + whole) / (2n * whole);
  const isShort = part * limit[1] < limit[0] * whole;
  if (isShort && shown * limit[1] >= limit[0] * 10000n) shown = hundredths / whole;
  const rest = (shown % 100n).toString().padStart(2, "0").replace(/0+$/, "");
  return `${shown / 100n}${rest ? `.${rest}` : ""}%`;
}
