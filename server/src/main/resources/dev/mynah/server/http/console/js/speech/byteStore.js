/**
 * Keeps the bytes of a recording while it grows. Whole parts go into blobs, which browsers keep
 * outside of the page's memory and on disk if they are many.
 */

/** How many bytes are held in memory before they become a blob. */
const PART_BYTES = 512 * 1024;

export class ByteStore {
  /** @type {{start: number, blob: Blob}[]} */
  #parts = [];
  /** @type {Uint8Array[]} */
  #pending = [];
  #pendingBytes = 0;
  #size = 0;

  /** How many bytes there are. */
  get size() {
    return this.#size;
  }

  /**
   * Adds bytes at the end. They must not be changed afterwards.
   *
   * @param {Uint8Array} bytes
   */
  append(bytes) {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#size += bytes.length;
    if (this.#pendingBytes >= PART_BYTES) {
      this.#seal();
    }
  }

  /**
   * Returns the bytes in [from, to), of which there must be as many.
   *
   * @param {number} from
   * @param {number} to
   * @returns {Promise<Uint8Array>}
   */
  async read(from, to) {
    if (from < 0 || to > this.#size || from > to) {
      throw new RangeError(`no bytes ${from} to ${to} among ${this.#size}`);
    }
    const sealed = this.#size - this.#pendingBytes;
    const pieces = [];
    for (let i = this.#partAt(from); i < this.#parts.length && this.#parts[i].start < to; i++) {
      const { start, blob } = this.#parts[i];
      pieces.push(blob.slice(Math.max(0, from - start), Math.min(blob.size, to - start)));
    }
    let at = sealed;
    for (const bytes of this.#pending) {
      if (at < to && at + bytes.length > from) {
        pieces.push(bytes.subarray(Math.max(0, from - at), Math.min(bytes.length, to - at)));
      }
      at += bytes.length;
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  }

  /**
   * Returns everything there is by now.
   *
   * @param {string} type media type
   * @returns {Blob}
   */
  blob(type) {
    return new Blob([...this.#parts.map((part) => part.blob), ...this.#pending], { type });
  }

  #seal() {
    this.#parts.push({ start: this.#size - this.#pendingBytes, blob: new Blob(this.#pending) });
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /** The part which holds a byte, or the number of parts. */
  #partAt(byte) {
    let low = 0;
    let high = this.#parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const { start, blob } = this.#parts[middle];
      if (start + blob.size <= byte) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
