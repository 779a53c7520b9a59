/*
 * Plays samples that are still being made without gaps: says which frames are to be handed to the
 * sound card next, and at what time of its clock each is heard. Where the frames run out, the
 * position stands still, and goes on as soon as there are more.
 */

/** How far ahead of what is heard frames are handed over, seconds. */
const AHEAD = 3;
/** The most frames handed over at once, seconds. */
const BLOCK = 0.5;
/** The fewest frames handed over at once while more are to come, seconds. */
const LEAST = 0.05;
/** What a block may take from being handed over to being heard, seconds. */
const MARGIN = 0.03;

/** How long a block is remembered after its end, since the sound card is late, seconds. */
const KEPT = 1;

/** @typedef {{from: number, to: number}} Frames */

export class SampleSchedule {
  #rate;
  #next;
  #time = -Infinity; // when what was handed over ends
  /** @type {{from: number, to: number, when: number}[]} */
  #handed = [];

  /**
   * @param {number} rate frames a second
   * @param {number} first the frame to begin with
   */
  constructor(rate, first) {
    this.#rate = rate;
    this.#next = first;
  }

  /**
   * Returns the frames to be handed over now, or null if that can wait.
   *
   * @param {number} now the clock, seconds
   * @param {number} made how many frames have been made
   * @param {boolean} whole whether no more will be
   * @returns {Frames | null}
   */
  want(now, made, whole) {
    if (this.#time - now > AHEAD) {
      return null;
    }
    const to = Math.min(made, this.#next + Math.round(BLOCK * this.#rate));
    const enough = whole ? 1 : Math.ceil(LEAST * this.#rate);
    return to - this.#next >= enough ? { from: this.#next, to } : null;
  }

  /**
   * Takes note that wanted frames are being handed over.
   *
   * @param {Frames} frames
   * @param {number} now the clock, seconds
   * @returns {number} when they are to be heard
   */
  hand({ from, to }, now) {
    const when = this.#time < now ? now + MARGIN : this.#time;
    this.#handed = this.#handed.filter((block) => this.#end(block) > now - KEPT);
    this.#handed.push({ from, to, when });
    this.#next = to;
    this.#time = when + (to - from) / this.#rate;
    return when;
  }

  /** Returns the frame heard at a time of the clock; it may lie between two. */
  position(now) {
    let heard = this.#handed[0]?.from ?? this.#next;
    for (const block of this.#handed) {
      if (block.when > now) {
        break;
      }
      heard = Math.min(block.to, block.from + (now - block.when) * this.#rate);
    }
    return heard;
  }

  /** Tells whether nothing is left to be heard of what was handed over. */
  dry(now) {
    return now >= this.#time;
  }

  /** The frame to be handed over next. */
  get next() {
    return this.#next;
  }

  #end({ from, to, when }) {
    return when + (to - from) / this.#rate;
  }
}
