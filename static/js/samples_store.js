/* Findings that the server does not have yet, kept for this tab only: they survive a lost
   line and an expired session. Sign-out clears the tab's storage. */

const FIELDS = "tbody select, tbody textarea, tbody input";

function original(field) {
  if (field.tagName !== "SELECT") return field.defaultValue;
  const chosen = [...field.options].find((option) => option.defaultSelected);
  return chosen ? chosen.value : field.options[0].value;
}

function seenOf(field) {
  return field.closest("tr").querySelector("[name$='-seen']").value;
}

export class Kept {
  constructor(form) {
    this.form = form;
    this.key = `unionplan:findings:${form.dataset.findings}`;
  }

  fields() {
    return [...this.form.querySelectorAll(FIELDS)].filter((field) => field.type !== "hidden");
  }

  save() {
    const changed = this.fields().filter((field) => field.value !== original(field));
    const told = changed.map((field) => [field.name, { value: field.value, seen: seenOf(field) }]);
    try {
      sessionStorage.setItem(this.key, JSON.stringify(Object.fromEntries(told)));
    } catch (error) {
      console.info("unsaved findings could not be kept in this tab", error);
    }
  }

  clear() {
    sessionStorage.removeItem(this.key);
  }

  /* Put back what was typed, but not over what somebody else wrote since; say whether any. */
  restore() {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(this.key));
    } catch (error) {
      return false;
    }
    const back = this.fields().filter((field) => {
      const told = kept && kept[field.name];
      return told && told.seen === seenOf(field) && told.value !== field.value;
    });
    back.forEach((field) => { field.value = kept[field.name].value; });
    return back.length > 0;
  }
}
