/* What the server does not have yet, kept for this tab only: sessionStorage, because
   offices share computers. Sign-out removes every key with this prefix. */

const PREFIX = "unionplan:grid:";

export class Store {
  constructor(person, submission) {
    this.key = `${PREFIX}${person}:${submission}`;
    this.isForgotten = false;
  }

  /* Signing out: a page on its way out keeps nothing; one that stays does when more is typed. */
  forget() {
    this.isForgotten = true;
  }

  typed() {
    this.isForgotten = false;
  }

  /* Return {inFlight, lines} as left behind, or null. */
  load() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key));
    } catch (error) {
      return null;
    }
  }

  save(inFlight, lines) {
    try {
      if (this.isForgotten || (!inFlight && !Object.keys(lines).length)) sessionStorage.removeItem(this.key);
      else sessionStorage.setItem(this.key, JSON.stringify({ inFlight, lines }));
    } catch (error) {
      // A full or forbidden storage costs the safety net, not the saving itself.
      console.warn("unsent lines could not be kept in this tab", error);
    }
  }
}
