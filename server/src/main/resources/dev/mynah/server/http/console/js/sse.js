/**
 * Reads server-sent events from pieces of bytes, wherever these are cut: in the middle of a letter,
 * of a line ending, of an event. What follows the last blank line is no event and is dropped.
 *
 * @typedef {{event: string, data: string, id: string}} ServerEvent
 */

/** The most characters one event may have; more means that this is no event stream. */
const MAX_EVENT_CHARS = 64 * 1024 * 1024;

export class EventParser {
  #decoder = new TextDecoder();
  #rest = '';
  #afterReturn = false;
  #event = '';
  #data = [];
  #chars = 0;
  #id = '';

  /**
   * Takes the next bytes and returns the events they complete, in order.
   *
   * @param {Uint8Array} bytes
   * @returns {ServerEvent[]}
   */
  push(bytes) {
    const events = [];
    let text = this.#decoder.decode(bytes, { stream: true });
    if (this.#afterReturn && text.length > 0) {
      this.#afterReturn = false;
      if (text[0] === '\n') text = text.slice(1); // the line ended with the last piece already
    }
    let from = 0;
    for (const end of text.matchAll(/\r\n|\n|\r/g)) {
      this.#line(this.#rest + text.slice(from, end.index), events);
      this.#rest = '';
      from = end.index + end[0].length;
      if (from === text.length && end[0] === '\r') this.#afterReturn = true;
    }
    this.#rest += text.slice(from);
    if (this.#chars + this.#rest.length > MAX_EVENT_CHARS) {
      throw new RangeError('An event of the stream is too long.');
    }
    return events;
  }

  #line(line, events) {
    if (line === '') {
      this.#dispatch(events);
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return; // a comment, which keeps the connection alive
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') {
      this.#data.push(value);
      this.#chars += value.length;
    } else if (field === 'event') {
      this.#event = value;
    } else if (field === 'id') {
      this.#id = value;
    }
  }

  #dispatch(events) {
    if (this.#data.length > 0) {
      events.push({ event: this.#event || 'message', data: this.#data.join('\n'), id: this.#id });
    }
    this.#event = '';
    this.#data = [];
    this.#chars = 0;
  }
}
