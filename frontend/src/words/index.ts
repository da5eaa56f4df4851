/** Which language's words to use. To add a language: write its file, and name it here. */
import { ar } from "./ar";
import { en, type Words } from "./en";

export type { Words };

const tables: Readonly<Record<string, Words>> = { en, ar };

/** The words for a BCP 47 tag, English when there are none. A tag with a region ("ar-EG") sets the form of dates. */
export function wordsFor(tag: string): Words {
  const language = tag.toLowerCase().split("-")[0] ?? "";
  const words = tables[language] ?? en;
  if (!tag.includes("-") || !(language in tables)) return words;
  try {
    return { ...words, locale: Intl.getCanonicalLocales(tag)[0] ?? words.locale };
  } catch {
    return words;
  }
}

/** A name in the reader's language, when the data has one. */
export function nameIn(words: Words, name: string, nativeName: string): string {
  return words.nativeFirst && nativeName !== "" ? nativeName : name;
}
