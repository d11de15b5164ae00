/* Shares of a whole that several have. Pure. */

/** Shares from raw weights; equal where they weigh nothing. */
export function sharesOf(/** @type {number[]} */ raw) {
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((value) => (total > 0 ? value / total : 1 / raw.length));
}

/** Give one a share of the whole: those that are free share the rest in their present proportions, the others stay.
    @type {(shares: number[], one: number, share: number, isFree?: (i: number) => boolean) => number[]} */
export function withShare(shares, one, share, isFree = () => true) {
  const sum = (/** @type {(i: number) => boolean} */ takes) =>
    shares.reduce((total, value, i) => total + (i !== one && takes(i) ? value : 0), 0);
  const most = 1 - sum((i) => !isFree(i)),
    free = shares.filter((_, i) => i !== one && isFree(i)).length,
    now = sum(isFree),
    value = Math.min(Math.max(share, 0), most);
  if (!free) return shares;
  const part = (/** @type {number} */ old) => (most - value) * (now > 0 ? old / now : 1 / free);
  return shares.map((old, i) => (i === one ? value : isFree(i) ? part(old) : old));
}
