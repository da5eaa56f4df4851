/** Acts go to the server one after another behind the editor's back; what can't be sent is kept, said, and sent again when asked. */
import type { Row } from "./rows.js";

export interface Answer {
  said: string;
  rows: Row[];
}

export interface Act {
  address: string;
  /** Made when it is sent: what an act before it has changed is known only then. */
  body: () => [string, string][];
  done: (answer: Answer) => void;
  /** The server refuses it: somebody else was first (with the row as it stands), or it makes no sense. */
  refused: (answer: Answer) => void;
}

export class Sender {
  private readonly waiting: Act[] = [];
  private busy = false;
  private held = "";

  /** `changed` is told how many acts are under way, and why they are held, if they are. */
  constructor(
    private readonly token: () => string,
    private readonly changed: (count: number, held: string) => void,
  ) {}

  get count(): number {
    return this.waiting.length;
  }

  send(act: Act): void {
    this.waiting.push(act);
    this.tell();
    void this.work();
  }

  retry(): void {
    this.held = "";
    this.tell();
    void this.work();
  }

  private tell(): void {
    this.changed(this.waiting.length, this.held);
  }

  private async work(): Promise<void> {
    if (this.busy || this.held !== "") return;
    this.busy = true;
    for (let act = this.waiting[0]; act !== undefined; act = this.waiting[0]) {
      const failure = await this.attempt(act);
      if (failure !== "") {
        this.held = failure;
        break;
      }
      this.waiting.shift();
      this.tell();
    }
    this.busy = false;
    this.tell();
  }

  /** Why it could not be sent; empty when the server has answered. */
  private async attempt(act: Act): Promise<string> {
    let response: Response;
    try {
      response = await fetch(act.address, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": this.token() },
        body: new URLSearchParams(act.body()),
        redirect: "error",
      });
    } catch {
      return "The server can't be reached.";
    }
    if (response.status !== 200 && response.status !== 400 && response.status !== 409) return `The server answered ${response.status}.`;
    let answer: Answer;
    try {
      answer = (await response.json()) as Answer;
    } catch {
      return "The server's answer made no sense.";
    }
    if (response.status === 200) act.done(answer);
    else act.refused(answer);
    return "";
  }
}
