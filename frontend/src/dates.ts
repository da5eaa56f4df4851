/** Days of the theatre as words. A day is a text, YYYY-MM-DD; it has no zone. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(shape)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, shape);
    formats.set(key, made);
  }
  return made;
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

/** "1 December 2024". */
export function dayInWords(day: string, locale: string): string {
  return format(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(noon(day));
}

/** "1 December". */
export function dayAndMonth(day: string, locale: string): string {
  return format(locale, { day: "numeric", month: "long", timeZone: "UTC" }).format(noon(day));
}

/** "2024". */
export function yearInWords(day: string, locale: string): string {
  return format(locale, { year: "numeric", timeZone: "UTC" }).format(noon(day));
}

/** "1 Dec". */
export function shortDay(day: string, locale: string): string {
  return format(locale, { day: "numeric", month: "short", timeZone: "UTC" }).format(noon(day));
}

/** "Dec 2024". */
export function monthAndYear(day: string, locale: string): string {
  return format(locale, { month: "short", year: "numeric", timeZone: "UTC" }).format(noon(day));
}

/** "Sunday". */
export function weekday(day: string, locale: string): string {
  return format(locale, { weekday: "long", timeZone: "UTC" }).format(noon(day));
}

/** "30 November – 1 December 2024"; one day when both are the same. */
export function daysInWords(first: string, last: string, locale: string): string {
  if (first === last) return dayInWords(first, locale);
  return format(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).formatRange(noon(first), noon(last));
}

/** A moment (ISO 8601, with zone) in the theatre's time: "1 December, 14:30". An empty text when it makes no sense. */
export function momentInWords(moment: string, zone: string, locale: string): string {
  const date = new Date(moment);
  if (moment === "" || Number.isNaN(date.valueOf())) return "";
  const shape: Intl.DateTimeFormatOptions = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  try {
    return format(locale, { ...shape, timeZone: zone || "UTC" }).format(date);
  } catch {
    return format(locale, { ...shape, timeZone: "UTC" }).format(date);
  }
}

/** "3 days ago": how long since a moment (ISO 8601, with zone), in minutes, hours or days. An empty text when it makes no sense. */
export function ageInWords(moment: string, now: Date, locale: string): string {
  const minutes = Math.round((now.valueOf() - new Date(moment).valueOf()) / 60_000);
  if (moment === "" || Number.isNaN(minutes)) return "";
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (minutes < 60) return relative.format(-Math.max(minutes, 0), "minute");
  if (minutes < 48 * 60) return relative.format(-Math.round(minutes / 60), "hour");
  return relative.format(-Math.round(minutes / (24 * 60)), "day");
}

/** Zones in words: to find one out takes far longer than all else that is said of a strike, and a day has many. */
const zones = new Map<string, string>();
const MOST_ZONES = 1000;

/** "Damascus, UTC+3" for a zone on a day. */
export function zoneInWords(zone: string, day: string, locale: string): string {
  const key = `${zone} ${day} ${locale}`;
  const known = zones.get(key);
  if (known !== undefined) return known;
  const city = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  let words = "UTC";
  try {
    const parts = format("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(noon(day));
    const offset = (parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC").replace("GMT", "UTC");
    words = locale.startsWith("en") ? `${city}, ${offset}` : offset;
  } catch {
    // A zone that this browser does not know.
  }
  if (zones.size >= MOST_ZONES) zones.clear();
  zones.set(key, words);
  return words;
}

/** The days from one to another, both included; none when they are the wrong way round. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)) days.push(day);
  return days;
}

/** Whether a text is a real day of the calendar, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.valueOf()) && moment.toISOString().startsWith(text);
}
