/**
 * Parts of a compressed recording of about a second, each of which can be handed to a player by
 * itself.
 *
 * @typedef {{from: number, to: number, time: number, seconds: number}} Stretch bytes [from, to)
 *     and when they are heard
 */

/** How long a stretch is at least, seconds; the first ones are shorter, to be heard at once. */
const SECONDS = 1;
const FIRST_SECONDS = 0.1;
const SHORT_UNTIL = 1;

/** Gathers frames or pages into stretches. */
export class Collector {
  /** @type {Stretch[]} */
  stretches = [];
  /** When the last of all that was added ends, seconds. */
  duration = 0;
  #open = null;

  /** Adds bytes [from, to), which come after those before and play for so many seconds. */
  add(from, to, seconds) {
    this.#open ??= { from, to, time: this.duration, seconds: 0 };
    this.#open.to = to;
    this.#open.seconds += seconds;
    this.duration += seconds;
    const enough = this.#open.time < SHORT_UNTIL ? FIRST_SECONDS : SECONDS;
    if (this.#open.seconds >= enough) {
      this.end();
    }
  }

  /** Closes the stretch that is open, if one is. */
  end() {
    if (this.#open !== null) {
      this.stretches.push(this.#open);
    }
    this.#open = null;
  }
}

/**
 * Returns the number of the stretch heard at a time: the last that has begun.
 *
 * @param {Stretch[]} stretches
 * @param {number} seconds
 */
export function stretchAt(stretches, seconds) {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle].time <= seconds) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return Math.max(0, low - 1);
}
