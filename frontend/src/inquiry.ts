/** Asking the site why a spot of ground is as the map shows it: which places decide it, by how much. Answers are kept by question. */
import { readerOf, type Reader } from "./check";

export interface Decider {
  place: string;
  name: string;
  nameAr: string;
  /** Its part in what decides the spot, 0 to 1. */
  weight: number;
  km: number;
  holder: string | null;
  status: string;
  words: readonly { source: string; summary: string; weight: number; rule: string }[];
}

export interface Answer {
  places: readonly Decider[];
  /** How many places more have a part in it. */
  others: number;
}

export interface Question {
  theatre: string;
  spot: readonly [longitude: number, latitude: number];
  date: string;
  lens: string;
  /** The last day of reports that count; null: all. */
  knownBy: string | null;
  /** Of which release: the one that is drawn, whatever has been recorded since. */
  release: string;
}

const KEPT = 60;

function decider(reader: Reader): Decider {
  return {
    place: reader.at("place").slug(),
    name: reader.at("name").text(),
    nameAr: reader.at("name_ar").text(),
    weight: reader.at("weight").number(0, 1),
    km: reader.at("distance_km").number(0),
    holder: reader.at("holder").absent ? null : reader.at("holder").slug(),
    status: reader.at("status").text(),
    words: reader.at("claims").listOrNone((claim) => ({
      source: claim.at("source").text(),
      summary: claim.at("summary").text(),
      weight: claim.at("weight").number(0, 1),
      rule: claim.at("rule").text(),
    })),
  };
}

export function readAnswer(json: unknown): Answer {
  const reader = readerOf(json, "why");
  return { places: reader.at("places").list(decider), others: reader.at("others").absent ? 0 : reader.at("others").number(0) };
}

export function addressOf(api: string, { theatre, spot, date, lens, knownBy, release }: Question): string {
  const asked = new URLSearchParams({ lon: spot[0].toFixed(5), lat: spot[1].toFixed(5), date, lens, release });
  if (knownBy !== null) asked.set("known_by", knownBy);
  return `${api}theatres/${encodeURIComponent(theatre)}/why/?${asked.toString()}`;
}

export class Inquiry {
  private readonly answers = new Map<string, unknown>();

  constructor(
    /** Where the site's API begins. */
    readonly api: string,
    /** Told when an answer has come, or failed to. */
    private readonly news: () => void,
  ) {}

  /** Why a spot is as it is, as far as the answer is here. */
  ask(question: Question): Answer | "coming" | "failed" {
    return this.answer(addressOf(this.api, question), readAnswer);
  }

  tryAgain(question: Question): void {
    this.forget(addressOf(this.api, question));
  }

  /** What the site answers at an address, as far as it is here; asks when nobody has yet. */
  answer<T extends object>(address: string, read: (json: unknown) => T): T | "coming" | "failed" {
    const known = this.answers.get(address) as T | "coming" | "failed" | undefined;
    if (known !== undefined) return known;
    this.answers.set(address, "coming");
    for (const old of [...this.answers.keys()].slice(0, -KEPT)) this.answers.delete(old);
    fetch(address, { credentials: "omit" })
      .then(async (response) => {
        if (!response.ok) throw new Error(String(response.status));
        this.answers.set(address, read(await response.json()));
      })
      .catch(() => {
        this.answers.set(address, "failed");
      })
      .finally(this.news);
    return "coming";
  }

  /** Have an address asked anew. */
  forget(address: string): void {
    this.answers.delete(address);
    this.news();
  }
}
