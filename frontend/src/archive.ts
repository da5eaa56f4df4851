/** What is asked for when somebody asks why: claims, strikes, reports and evidence, each file once, as it is wanted. */
import { readEvidence, type ClaimRef, type EvidencePiece, type Reason } from "./piece";
import type { Claim, Release, Report, Strike } from "./records";
import { readClaims, readStrikes } from "./statements";
import type { Timeline } from "./timeline";

/** Why a place's state is as it is on a day. */
export interface Reasons {
  /** 0 to 1. */
  confidence: number;
  evidence: readonly Reason[];
}

const STRIKES = "strikes.json";
/** Evidence of so many pieces is kept. */
const KEPT_EVIDENCE = 8;

export class Archive {
  strikes: readonly Strike[] = [];
  readonly reports = new Map<string, Report>();
  private readonly byPlace = new Map<string, Claim[]>();
  private readonly evidence = new Map<string, EvidencePiece>();
  private readonly numbers: ReadonlyMap<string, number>;
  /** Files that have come, are on their way, or failed to come. */
  private readonly files = new Map<string, "here" | "coming" | "failed">();

  constructor(
    private readonly release: Release,
    /** Fetch a file of the release as JSON. */
    private readonly fetch: (name: string) => Promise<unknown>,
    /** Told when a file has come, or failed to. */
    private readonly news: () => void,
  ) {
    this.numbers = new Map(release.placeSlugs.map((slug, number) => [slug, number]));
  }

  /** Ask for the strikes, unless they are here or coming. */
  wantStrikes(): Promise<void> {
    return this.want(STRIKES, (json) => {
      const { strikes, reports } = readStrikes(json, STRIKES);
      this.strikes = strikes;
      this.cite(reports);
    });
  }

  /** Ask for the claims about some places. */
  async wantClaims(places: Iterable<string>): Promise<void> {
    const names = new Set([...places].map((place) => this.fileOf(place)));
    await Promise.all(
      [...names].map((name) =>
        this.want(name, (json) => {
          const { claims, reports } = readClaims(json, name);
          for (const claim of claims) {
            const about = this.byPlace.get(claim.place);
            if (about) about.push(claim);
            else this.byPlace.set(claim.place, [claim]);
          }
          this.cite(reports);
        }),
      ),
    );
  }

  /** Ask for the evidence of a day's piece. */
  wantEvidence(timeline: Timeline, day: number): Promise<void> {
    const files = timeline.files.pieces[timeline.pieceOf(day)]!;
    return this.want(files.evidence, (json) => {
      this.evidence.set(files.evidence, readEvidence(json, files, this.release));
      for (const name of [...this.evidence.keys()].slice(0, Math.max(this.evidence.size - KEPT_EVIDENCE, 0))) {
        this.evidence.delete(name);
        this.files.delete(name);
      }
    });
  }

  /** Ask again for what failed to come. */
  tryAgain(): void {
    for (const [name, how] of this.files) if (how === "failed") this.files.delete(name);
  }

  /** Whether any file failed to come. */
  get failed(): boolean {
    return [...this.files.values()].includes("failed");
  }

  /** The claims about a place, from the first reported; null while they are not here. */
  claimsAbout(place: string): readonly Claim[] | null {
    return this.files.get(this.fileOf(place)) === "here" ? (this.byPlace.get(place) ?? []) : null;
  }

  /** A claim; undefined while it is not here, or if there is none of that number. */
  claim({ place, number }: ClaimRef): Claim | undefined {
    return this.claimsAbout(place)?.[number];
  }

  /** Why a place's state is as it is on a day; null while that is not here. */
  reasons(timeline: Timeline, place: string, day: number): Reasons | null {
    const piece = this.evidence.get(timeline.files.pieces[timeline.pieceOf(day)]!.evidence);
    if (!piece) return null;
    const number = this.numbers.get(place);
    let sureness = 0;
    let evidence: readonly Reason[] = [];
    for (const one of piece.days.slice(0, day - piece.first + 1)) {
      const at = number === undefined ? -1 : one.confidence.at.indexOf(number);
      if (at >= 0) sureness += one.confidence.by[at]!;
      evidence = one.evidence.find((row) => row.place === place)?.claims ?? evidence;
    }
    return { confidence: sureness / this.release.quantum.sureness, evidence };
  }

  private fileOf(place: string): string {
    return this.release.claimFiles[(this.numbers.get(place) ?? 0) % this.release.claimFiles.length]!;
  }

  private cite(reports: readonly Report[]): void {
    for (const report of reports) this.reports.set(report.id, report);
  }

  private async want(name: string, take: (json: unknown) => void): Promise<void> {
    if (this.files.has(name)) return;
    this.files.set(name, "coming");
    try {
      take(await this.fetch(name));
      this.files.set(name, "here");
    } catch (error) {
      this.files.set(name, "failed");
      throw error;
    } finally {
      this.news();
    }
  }
}
