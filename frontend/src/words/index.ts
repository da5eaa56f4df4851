/// <reference types="vite/client" />
/** Which language's words to use: every file beside this one is a language, named by its code, whose words it exports under that name. */
import { en, type Words } from "./en";

export type { Words };

const files = import.meta.glob<Record<string, Words>>(["./*.ts", "!./index.ts"], { eager: true });
const tables: Readonly<Record<string, Words>> = Object.fromEntries(
  Object.entries(files).flatMap(([path, file]) => {
    const code = path.slice("./".length, -".ts".length);
    const words = file[code];
    return words ? [[code, words]] : [];
  }),
);

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

/** The other languages that there are: code, and name in their own words. */
export function othersThan(words: Words): { code: string; name: string }[] {
  return Object.entries(tables).flatMap(([code, { language }]) => (language === words.language ? [] : [{ code, name: language }]));
}

/** A name in the reader's language, when the data has one. */
export function nameIn(words: Words, name: string, nativeName: string): string {
  return words.nativeFirst && nativeName !== "" ? nativeName : name;
}
