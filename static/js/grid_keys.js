/* Moving by keys, as in a spreadsheet: Enter and up or down from line to line, left and
   right along a line's figures, Ctrl+Enter into the words beside a figure and on to the
   next line. Tab as ever. */

/* Return the line that many steps further among those in sight, or undefined. */
function away(lines, from, steps) {
  const all = [...lines.values()].filter((line) => !line.body.classList.contains("is-hidden"));
  return all[all.indexOf(from) + steps];
}

/* Return the field to enter a line by: in the same column where it has one. */
function entrance(line, column) {
  return line && !line.absent.checked && line.figures[column] ? line.figures[column] : line && line.mainField;
}

/* Return 1 or -1 for a key that leaves the line, 0 for any other. */
function step(event) {
  if (event.key === "Enter") return event.shiftKey ? -1 : 1;
  // A list opens and changes with the arrows.
  if (event.target.tagName === "SELECT" || event.shiftKey) return 0;
  return { ArrowDown: 1, ArrowUp: -1 }[event.key] || 0;
}

/* Return whether the caret stands where a key would leave the field. */
function isAtEdge(field, key) {
  if (field.tagName === "SELECT") return key === "ArrowLeft" || key === "ArrowRight";
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (from !== to) return false;
  return ["ArrowLeft", "ArrowUp"].includes(key) ? from === 0 : to === value.length;
}

function enter(field) {
  if (!field) return false;
  field.focus();
  if (field.select && field.tagName === "INPUT") field.select();
  return true;
}

function alongLine(event, line) {
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const column = line.figures.indexOf(event.target);
  if (!side || column < 0 || event.shiftKey || !isAtEdge(event.target, event.key)) return false;
  return enter(line.figures[column + side]);
}

function fromFigure(event, lines, line) {
  if (alongLine(event, line)) return true;
  const steps = step(event);
  if (!steps) return false;
  // The arrows stay in their column; Enter begins the next line.
  const column = event.key === "Enter" ? 0 : Math.max(0, line.figures.indexOf(event.target));
  if (!enter(entrance(away(lines, line, steps), column))) {
    // The last line: leaving the field and coming back saves it.
    event.target.blur();
    event.target.focus();
  }
  return true;
}

function fromWords(event, lines, line) {
  if (event.key === "Escape") return enter(line.mainField);
  if (event.shiftKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return false;
  if (!isAtEdge(event.target, event.key)) return false;
  return enter(event.key === "ArrowUp" ? line.mainField : entrance(away(lines, line, 1), 0));
}

function toWordsOrOn(event, lines, line) {
  if (event.target.tagName === "TEXTAREA") return enter(entrance(away(lines, line, 1), 0));
  line.openMore(true);
  return enter(line.fields.note);
}

export function moveWithKeys(grid, lines) {
  grid.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-field]") || event.isComposing || event.altKey || event.metaKey) return;
    const line = lines.get(event.target.closest("[data-line]").dataset.line);
    const isWords = event.target.tagName === "TEXTAREA";
    let isMoved = false;
    if (event.ctrlKey) isMoved = event.key === "Enter" && toWordsOrOn(event, lines, line);
    else isMoved = (isWords ? fromWords : fromFigure)(event, lines, line);
    if (isMoved) event.preventDefault();
  });
}
