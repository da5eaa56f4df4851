/** Place names made comparable, by the very rules of the server (core/names.py): what it folds to one key, this does. */

const MAX_NAME = 120;
const MARKS = /['`´‘’‛ʹʻʼʽʾʿˈˊˋ′＇]/g;
const ARTICLES = new Set("al an ar as ash ad adh at ath az el en er es esh et ez ul ech ed".split(" "));
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ə: "a", ħ: "h", ŋ: "n", ĸ: "k", ŧ: "t", ς: "σ",
};
const ARABIC_LETTERS: Readonly<Record<string, string>> = {
  أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ی: "ي", ې: "ي", ئ: "ي", ؤ: "و", ة: "ه", ۀ: "ه", ە: "ه", ک: "ك", گ: "ك", پ: "ب", چ: "ج", ء: "", ـ: "",
};
const ARABIC = /[\u0600-\u06ff\u0750-\u077f]/;
const WORDS: ReadonlyMap<string, string> = new Map(Object.entries({
  saint: "st", sainte: "st", mount: "mt", tell: "tal", tel: "tal", tall: "tal", kafr: "kafar", kafer: "kafar", kefr: "kafar", kfar: "kafar",
  deir: "dayr", dair: "dayr", der: "dayr", ayn: "ain", ein: "ain", jebel: "jabal", djebel: "jabal", jabl: "jabal", khane: "khan",
  maret: "marat", moaret: "marat", marah: "marat",
}));
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/(?:ch|sh)(?:ei|ai|ay|ey|e)(?=[kq]h?)/gu, "shay"],
  [/oo|ou/gu, "u"],
  [/ee/gu, "i"],
  [/(.)\1+/gu, "$1"],
  [/(?<=[\p{L}\p{N}_]{3})(?:ah|eh)$/gu, "a"],
];

function translate(text: string, letters: Readonly<Record<string, string>>): string {
  let made = "";
  for (const letter of text) made += letters[letter] ?? letter;
  return made;
}

function words(name: string): string[] {
  const lower = (text: string): string => translate(text.toLowerCase(), LETTERS);
  const bare = lower([...name].slice(0, MAX_NAME).join("").replace(MARKS, "")).normalize("NFKD").replace(/\p{M}/gu, "");
  return lower(bare).replace(MARKS, "").normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
}

function foldOnce(word: string): string {
  if (ARABIC.test(word)) {
    const plain = translate(word, ARABIC_LETTERS);
    return plain.startsWith("ال") && [...plain].length > 4 ? plain.slice(2) : plain;
  }
  let folded = WORDS.get(word) ?? word;
  for (const [pattern, by] of PARTS) folded = folded.replace(pattern, by);
  return WORDS.get(folded) ?? folded;
}

function foldWord(word: string): string {
  for (;;) {
    const folded = foldOnce(word);
    if (folded === word) return word;
    word = folded;
  }
}

/** Fold a name to the key under which its spellings meet; empty when no letter or digit is left. */
export function normalise(name: string): string {
  const all = words(name).map(foldWord).filter((word) => word !== "");
  const bare = all.filter((word) => !ARTICLES.has(word));
  let key = (bare.length > 0 ? bare : all).join(" ");
  while ([...key].length > MAX_NAME) key = key.includes(" ") ? key.slice(0, key.lastIndexOf(" ")) : "";
  return key;
}

/** Fold case, diacritics and marks only. */
export function plain(name: string): string {
  return words(name).join(" ");
}
