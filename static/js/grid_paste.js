/* A block copied out of a spreadsheet, laid over the grid from the focused field on: rows
   run down the lines in sight, cells along a line's figures. First a preview, then all at
   once, and one step back.

   A blank cell leaves its field as it is: a hole in what was copied must never wipe out a
   figure without a word. A row that falls on a line already handed in is left out, and
   the next row goes to the next line: no figure slips onto a neighbour's line. What a
   figure is, the server decides when it is saved. */

import { element, fill } from "./grid_line.js";
import { parse } from "./grid_numbers.js";

/* Return rows of cells; null for what is no block but a single cell. */
export function readBlock(text) {
  const { data } = window.Papa.parse(text.replace(/^\uFEFF/, ""), { delimiter: "\t" });
  const rows = data.map((row) => row.map((cell) => cell.trim()));
  while (rows.length && rows[rows.length - 1].every((cell) => !cell)) rows.pop();
  const isBlock = rows.length > 1 || (rows.length === 1 && rows[0].length > 1);
  return isBlock ? rows : null;
}

/* Return what a field takes for a cell's text; null when it has no such choice. */
function taken(field, text) {
  if (!field.options) return text;
  const chosen = [...field.options].find((option) => option.value && option.textContent === text);
  return chosen ? chosen.value : null;
}

/* Return {cells, blank, left}: what goes where, how many leave theirs as it is, and the
   texts that have no place. ``bodies`` are the lines in sight, from the first one on. */
export function layOver(rows, bodies, lines, column) {
  const found = { cells: [], blank: 0, left: [] };
  rows.forEach((row, down) => {
    const line = bodies[down] && lines.get(bodies[down].dataset.line);
    row.forEach((text, right) => {
      if (!text) {
        found.blank += 1;
        return;
      }
      const field = line && line.status !== "shut" && line.figures[column + right];
      const value = field && !field.disabled ? taken(field, text) : null;
      if (value === null) found.left.push({ row: down + 1, column: right + 1, text });
      else found.cells.push({ line, field, before: field.value, after: value, text });
    });
  });
  return found;
}

/* Return whether a field still says what was put there, as typed or as understood. */
function isUntouched({ field, after }) {
  const figure = parse(after);
  return field.value === after || (figure !== null && parse(field.value) === figure);
}

export class Paste {
  constructor(place, { grid, lines, sender, words }) {
    Object.assign(this, { place, grid, lines, sender, words });
    this.text = place.querySelector("[data-paste-words]");
    this.list = place.querySelector("[data-paste-list]");
    this.buttons = {};
    ["apply", "cancel", "undo"].forEach((name) => {
      this.buttons[name] = place.querySelector(`[data-paste-${name}]`);
      this.buttons[name].addEventListener("click", () => this[name]());
    });
    this.cells = [];
    grid.addEventListener("paste", (event) => this.pasted(event));
    place.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
  }

  pasted(event) {
    if (!event.target.matches("[data-fields] [data-field]")) return;
    const rows = readBlock(event.clipboardData.getData("text/plain"));
    if (!rows) return;
    event.preventDefault();
    this.close();
    this.start = event.target;
    const first = event.target.closest("[data-line]");
    const inSight = [...this.grid.querySelectorAll("[data-line]:not(.is-hidden)")];
    const line = this.lines.get(first.dataset.line);
    const column = line.figures.indexOf(event.target);
    this.offer(layOver(rows, inSight.slice(inSight.indexOf(first)), this.lines, column));
  }

  offer({ cells, blank, left }) {
    this.cells = cells;
    cells.forEach(({ field }) => field.classList.add("will-fill"));
    const said = [fill(this.words.paste_ready, { count: cells.length })];
    if (blank) said.push(fill(this.words.paste_blank, { count: blank }));
    if (left.length) said.push(fill(this.words.paste_left, { count: left.length }));
    this.say(said.join(this.words.paste_and), { apply: cells.length > 0, cancel: true });
    const rows = cells.map(({ line, field, before, text }) =>
      this.row(line.title, this.shown(field, before), text)
    );
    const unplaced = left.map(({ row, column, text }) =>
      this.row(fill(this.words.paste_place, { row, column }), this.words.paste_nowhere, text)
    );
    this.list.querySelector("tbody").replaceChildren(...unplaced, ...rows);
    this.list.hidden = false;
    (cells.length ? this.buttons.apply : this.buttons.cancel).focus();
  }

  /* Return a field's content as people read it. */
  shown(field, value) {
    if (!value) return this.words.blank;
    return field.options ? field.selectedOptions[0].textContent : value;
  }

  row(name, before, after) {
    const row = element("tr");
    row.append(element("th", name), element("td", before), element("td", after));
    row.firstChild.setAttribute("scope", "row");
    return row;
  }

  apply() {
    const { cells, start } = this;
    this.close();
    this.cells = cells;
    this.put(cells, ({ after }) => after);
    this.say(fill(this.words.paste_filled, { count: cells.length }), { undo: true, cancel: true });
    start.focus();
  }

  undo() {
    const { cells, start } = this;
    const kept = cells.filter((cell) => !isUntouched(cell));
    const back = cells.filter(isUntouched);
    this.close();
    this.put(back, ({ before }) => before);
    const said = [fill(this.words.paste_undone, { count: back.length })];
    if (kept.length) said.push(fill(this.words.paste_kept, { count: kept.length }));
    this.say(said.join(this.words.paste_and), { cancel: true });
    start.focus();
  }

  put(cells, valueOf) {
    cells.forEach((cell) => {
      cell.field.value = valueOf(cell);
    });
    new Set(cells.map(({ line }) => line)).forEach((line) => line.touched());
    this.sender.soon();
  }

  cancel() {
    const { start } = this;
    this.close();
    start.focus();
  }

  close() {
    this.cells.forEach(({ field }) => field.classList.remove("will-fill"));
    this.cells = [];
    this.list.hidden = true;
    this.list.open = false;
    this.place.hidden = true;
  }

  say(text, shown) {
    this.place.hidden = false;
    this.text.textContent = text;
    Object.entries(this.buttons).forEach(([name, button]) => {
      button.hidden = !shown[name];
    });
    const isOffer = Boolean(this.buttons.undo.hidden && !this.buttons.apply.hidden);
    this.buttons.cancel.textContent = isOffer ? this.words.paste_cancel : this.words.paste_close;
  }
}
