/* What is sent of a place, and what another version of it changed. */

/** @import { Content, OpenPlace } from "../types/proposals" */

const LISTS = ["tags", "history", "reminders"];

/** Whether somebody else's writing only brought photographs, or took some away: what is typed meanwhile contradicts
    nothing.
    @type {(place: OpenPlace, theirs: OpenPlace | undefined) => boolean} */
export function isAttachedAlone(place, theirs) {
  const signature = (/** @type {OpenPlace} */ { stage, content }) =>
    JSON.stringify([stage, Object.entries({ ...content, photos: null }).sort()]);
  return theirs !== undefined && theirs.version > place.version && signature(place) === signature(theirs);
}

/** Fields, and lists apart, as the service takes them. */
export function packed(/** @type {Content} */ sent) {
  const lists = Object.fromEntries(LISTS.filter((key) => key in sent).map((key) => [key, sent[key] || []]));
  return { fields: Object.fromEntries(Object.entries(sent).filter(([key]) => !LISTS.includes(key))), ...lists };
}
