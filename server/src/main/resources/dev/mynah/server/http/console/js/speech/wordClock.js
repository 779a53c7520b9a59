/**
 * Which word is heard when. Words come a chunk of the text at a time, and the times of a chunk may
 * come again, better than before.
 *
 * @typedef {{text: string, start: number, end: number}} Word seconds from the recording's beginning
 * @typedef {{content: string, words: Word[], first: number}} Chunk its first word's number among all
 */
export class WordClock {
  /** @type {Chunk[]} */
  #chunks = [];
  /** @type {Word[]} */
  #words = [];

  /** All words in order. */
  get words() {
    return this.#words;
  }

  /** The chunks of the text in order. */
  get chunks() {
    return this.#chunks;
  }

  /**
   * Tells that a chunk begins; once more changes nothing.
   *
   * @param {number} number from 0, without gaps
   * @param {string} content its text as it was written
   */
  begin(number, content) {
    if (number < this.#chunks.length) {
      return;
    }
    if (number > this.#chunks.length) {
      throw new RangeError(`chunk ${number} came too soon`);
    }
    this.#chunks.push({ content, words: [], first: this.#words.length });
  }

  /**
   * Sets the words of a chunk that has begun, in the place of those it had.
   *
   * @param {number} number
   * @param {Word[]} words
   */
  align(number, words) {
    const chunk = this.#chunks[number];
    const more = words.length - chunk.words.length;
    this.#words.splice(chunk.first, chunk.words.length, ...words);
    chunk.words = words;
    for (let i = number + 1; i < this.#chunks.length; i++) {
      this.#chunks[i].first += more;
    }
  }

  /**
   * Returns the number of the word heard at a time: the last that has begun, -1 before the first.
   *
   * @param {number} seconds
   */
  at(seconds) {
    let low = 0;
    let high = this.#words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#words[middle].start <= seconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}

/**
 * Finds words in the text they were taken from. All pieces together are the text.
 *
 * @param {string} content
 * @param {Word[]} words in the text's order
 * @returns {{text: string, word: number}[]} the number of a piece's word among the words, or -1
 */
export function placeWords(content, words) {
  const pieces = [];
  let reached = 0;
  words.forEach((word, number) => {
    const at = content.indexOf(word.text, reached);
    if (at < 0 || word.text === "") {
      return;
    }
    if (at > reached) {
      pieces.push({ text: content.slice(reached, at), word: -1 });
    }
    pieces.push({ text: word.text, word: number });
    reached = at + word.text.length;
  });
  if (reached < content.length) {
    pieces.push({ text: content.slice(reached), word: -1 });
  }
  return pieces;
}
