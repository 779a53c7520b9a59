/*
 * Plays a compressed recording by Media Source Extensions while it is being made. The browser is
 * given about a minute around what is heard, since it keeps only some megabytes; the rest is read
 * again when somebody goes there.
 */
import { ElementPlayback } from "./elementPlayback.js";
import { packetsOf } from "./ogg.js";
import { stretchAt } from "./stretches.js";
import { webmCluster, webmHead } from "./webm.js";

const AHEAD = 60; // seconds given to the browser before they are heard
const BEHIND = 60; // seconds it keeps after they were heard
const PREROLL = 0.1; // seconds a decoder needs before a place to be right there

/** What the browser is told a format is, and how stretches of it are handed over. */
const WAYS = {
  mp3: { type: "audio/mpeg", head: () => null, wrap: (bytes) => bytes },
  opus: {
    type: 'audio/webm; codecs="opus"',
    head: (recording) => webmHead(recording.head),
    wrap: (bytes, stretch) => webmCluster(packetsOf(bytes), stretch.time),
  },
};

const Source = globalThis.MediaSource ?? globalThis.ManagedMediaSource;

export class MediaPlayback extends ElementPlayback {
  #recording;
  #way;
  #source = new Source();
  #url;
  #buffer = null;
  #next = 0;
  #feeding = false;
  #again = false;
  #jumpTo = null;
  #headGiven = false;

  /** Tells whether this browser can. */
  static plays(format) {
    return Source !== undefined && format in WAYS && Source.isTypeSupported(WAYS[format].type);
  }

  /**
   * @param {import('./recording.js').Recording} recording MP3 or Opus
   * @param {HTMLAudioElement} audio
   * @param {() => void} changed told of every change of the state
   */
  constructor(recording, audio, changed) {
    super(audio, changed);
    this.#recording = recording;
    this.#way = WAYS[recording.format];
    this.#url = URL.createObjectURL(this.#source);
    this.on("sourceopen", () => this.#opened(), this.#source);
    this.on("timeupdate", () => this.#feed());
    audio.disableRemotePlayback = true; // the managed source of Safari asks for it
    audio.src = this.#url;
  }

  get time() {
    return this.#jumpTo ?? this.audio.currentTime;
  }

  async play() {
    if (this.state === "ended") {
      await this.seek(0);
    }
    await super.play();
  }

  /** Goes to a time, and goes on playing if it does. */
  async seek(seconds) {
    const end = Math.max(0, this.#recording.duration - 0.01);
    const to = Math.min(Math.max(0, seconds), end);
    if (this.#has(to)) {
      this.#jumpTo = null;
      this.audio.currentTime = to;
      if (this.state === "ended") {
        this.enter("paused");
      }
    } else {
      this.#jumpTo = to;
      await this.#feed();
    }
  }

  /** Tells that the recording has grown or is whole. */
  grown() {
    this.#feed();
  }

  close() {
    super.close();
    URL.revokeObjectURL(this.#url);
  }

  #opened() {
    if (this.#buffer !== null) {
      return;
    } // opened again after its end
    this.#buffer = this.#source.addSourceBuffer(this.#way.type);
    this.#feed();
  }

  /** Feeds the browser; one at a time, and once more if something changed meanwhile. */
  async #feed() {
    this.#again = true;
    if (this.#feeding || this.#buffer === null) {
      return;
    }
    this.#feeding = true;
    try {
      while (this.#again && !this.closed) {
        this.#again = false;
        if (this.#jumpTo !== null) {
          await this.#jump();
        }
        while ((await this.#feedOne()) && this.#jumpTo === null) {}
        await this.#forget();
      }
    } catch (error) {
      if (!this.closed) {
        this.enter("failed");
        throw error;
      }
    } finally {
      this.#feeding = false;
    }
  }

  /** Gives the next stretch; false if that can wait. */
  async #feedOne(heard = this.audio.currentTime) {
    const { stretches, whole } = this.#recording;
    const stretch = stretches[this.#next];
    if (stretch === undefined) {
      if (whole && this.#source.readyState === "open" && this.#next > 0) {
        this.#source.endOfStream();
      }
      return false;
    }
    if (stretch.time - heard > AHEAD) {
      return false;
    }
    const bytes = await this.#recording.read(stretch.from, stretch.to);
    if (this.closed) {
      return false;
    }
    const head = this.#headGiven ? null : this.#way.head(this.#recording);
    if (head !== null) {
      await this.#append(head);
    }
    this.#headGiven = true;
    if (!(await this.#append(this.#way.wrap(bytes, stretch)))) {
      return false;
    }
    this.#next++;
    return true;
  }

  async #append(bytes) {
    try {
      this.#buffer.appendBuffer(bytes);
    } catch (error) {
      if (error.name === "QuotaExceededError") {
        return false;
      } // until more has been heard
      throw error;
    }
    await this.#settled();
    return true;
  }

  /** Lets the browser forget what was heard long ago. */
  async #forget() {
    const { buffered } = this.#buffer;
    const until = this.audio.currentTime - BEHIND;
    if (buffered.length > 0 && buffered.start(0) < until - BEHIND) {
      this.#buffer.remove(0, until);
      await this.#settled();
    }
  }

  /** Starts anew at a place the browser doesn't have. */
  async #jump() {
    const to = this.#jumpTo;
    if (this.#recording.stretches.length === 0) {
      return;
    }
    if (this.#buffer.buffered.length > 0) {
      this.#buffer.remove(0, Infinity);
      await this.#settled();
    }
    this.#next = stretchAt(this.#recording.stretches, to - PREROLL);
    if (this.#buffer.mode === "sequence") {
      this.#buffer.abort();
      this.#buffer.timestampOffset = this.#recording.stretches[this.#next].time;
    }
    // A browser doesn't go where it has nothing yet.
    while (this.#jumpTo === to && !this.#has(to) && (await this.#feedOne(to))) {
      // until it has
    }
    if (this.#jumpTo === to) {
      this.#jumpTo = null;
      this.audio.currentTime = to;
    }
  }

  #has(seconds) {
    const buffered = this.#buffer?.buffered;
    for (let i = 0; i < (buffered?.length ?? 0); i++) {
      if (buffered.start(i) <= seconds && seconds < buffered.end(i)) {
        return true;
      }
    }
    return false;
  }

  #settled() {
    if (!this.#buffer.updating) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#buffer.addEventListener("updateend", resolve, { once: true });
      this.#buffer.addEventListener("error", () => reject(new Error("The browser refused the sound.")), {
        once: true,
      });
    });
  }
}
