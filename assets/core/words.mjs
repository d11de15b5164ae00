/* Words as a search compares them: the same as `domain/words.py`, whose lists come with the page's configuration. */

const ORDINAL = /^(\d{1,2})(?:er|ere|re|e|eme|nd|nde)$/;
/** @import { SearchWords } from "../types/answers" */

/** @type {SearchWords} */
let lists = { small: [], full: {} };

/** Take the lists of the service: small words, and the full form of short ones. */
export const setLists = (/** @type {SearchWords} */ given) => {
  lists = given;
};

/** A text without case, accents nor ligatures. */
export const folded = (/** @type {string} */ text) =>
  text
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/ß/g, "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "");

const words = (/** @type {string} */ text) =>
  (folded(text).match(/[a-z0-9]+/g) || []).map((word) => word.replace(ORDINAL, (_, figure) => `${+figure}e`));

/** Whether a text has all that is searched: words that begin by each, or by its full form; small
    words count where they are alone.
    @type {(text: string, searched: string) => boolean} */
export function fits(text, searched) {
  const { small, full } = lists,
    inFull = (/** @type {string} */ word) => full[word] || word,
    isSmall = (/** @type {string} */ word) => small.includes(word);
  const found = words(text),
    wanted = words(searched),
    apart = found.filter((word) => !isSmall(word));
  const inside = ` ${found.join(" ")} ${(apart.length ? apart : found).map(inFull).join(" ")}`;
  return wanted
    .filter((word) => !isSmall(word) || wanted.every(isSmall))
    .every((word) => inside.includes(` ${word}`) || inside.includes(` ${inFull(word)}`));
}
