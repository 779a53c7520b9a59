// The body of an asynchronous function, run in the console's page: `load(path)` imports a module of
// the console. Returns the names of the trials; throws with all that failed.
const { EventParser } = await load("sse.js");
const { ByteStore } = await load("speech/byteStore.js");
const { WordClock, placeWords } = await load("speech/wordClock.js");
const { SampleSchedule } = await load("speech/sampleSchedule.js");
const { readWavHead, withSizes, samplesOf } = await load("speech/wav.js");
const { Mp3Cutter } = await load("speech/mp3.js");
const { OggCutter, packetsOf, packetSeconds, skippedSeconds } = await load("speech/ogg.js");
const { webmHead, webmCluster } = await load("speech/webm.js");
const { stretchAt } = await load("speech/stretches.js");
const { Recording } = await load("speech/recording.js");
const { surplus } = await load("speech/historyStore.js");

const utf8 = (text) => new TextEncoder().encode(text);
const numbered = (length, from = 0) => Uint8Array.from({ length }, (_, i) => (from + i) & 0xff);

function same(actual, expected, what = "value") {
  const [a, e] = [JSON.stringify(plain(actual)), JSON.stringify(plain(expected))];
  if (a !== e) {
    throw new Error(`${what}: expected ${e.slice(0, 300)} but was ${a?.slice(0, 300)}`);
  }
}

function plain(value) {
  return ArrayBuffer.isView(value) ? [...value] : value;
}

function near(actual, expected, tolerance, what = "value") {
  if (!(Math.abs(actual - expected) <= tolerance)) {
    throw new Error(`${what}: expected ${expected} +- ${tolerance} but was ${actual}`);
  }
}

function refused(act, type) {
  try {
    act();
  } catch (failure) {
    if (failure instanceof type) {
      return;
    }
    throw failure;
  }
  throw new Error(`nothing was thrown, expected ${type.name}`);
}

/** One MPEG-1 layer III frame of 128 kbit/s at 44.1 kHz: 417 bytes, or 418 with padding. */
function mp3Frame(padding = 0) {
  const frame = new Uint8Array(417 + padding);
  frame.set([0xff, 0xfb, 0x90 | (padding << 1), 0xc0]);
  return frame;
}

function oggPage(packets, granule, sequence) {
  const lacing = packets.flatMap((packet) => [
    ...Array(Math.floor(packet.length / 255)).fill(255),
    packet.length % 255,
  ]);
  const head = new Uint8Array(27);
  head.set(utf8("OggS"));
  new DataView(head.buffer).setUint32(6, granule, true);
  new DataView(head.buffer).setUint32(18, sequence, true);
  head[26] = lacing.length;
  return Uint8Array.from([...head, ...lacing, ...packets.flatMap((packet) => [...packet])]);
}

const OPUS_HEAD = Uint8Array.from([...utf8("OpusHead"), 1, 1, 0x38, 1, 0xc0, 0x5d, 0, 0, 0, 0, 0]);
const opusPacket = (bytes) => Uint8Array.from([0x78, ...numbered(bytes)]); // 20 ms, wideband CELT

function wav(samples) {
  const head = new DataView(new ArrayBuffer(44));
  [...utf8("RIFF")].forEach((byte, i) => head.setUint8(i, byte));
  head.setUint32(4, 0xffffffff, true);
  [...utf8("WAVEfmt ")].forEach((byte, i) => head.setUint8(8 + i, byte));
  head.setUint32(16, 16, true);
  head.setUint16(20, 1, true);
  head.setUint16(22, 1, true);
  head.setUint32(24, 24000, true);
  head.setUint32(28, 48000, true);
  head.setUint16(32, 2, true);
  head.setUint16(34, 16, true);
  [...utf8("data")].forEach((byte, i) => head.setUint8(36 + i, byte));
  head.setUint32(40, 0xffffffff, true);
  const file = new Uint8Array(44 + 2 * samples.length);
  file.set(new Uint8Array(head.buffer));
  samples.forEach((sample, i) => new DataView(file.buffer).setInt16(44 + 2 * i, sample, true));
  return file;
}

const trials = {
  "events are the same wherever their bytes are cut"() {
    const bytes = utf8(
      'event: message\r\ndata: {"a":"é"}\r\n\r\n: quiet\n\ndata:1\rdata: 2\r\rid: 7\ndata\n\ndata: cut',
    );
    const expected = [
      { event: "message", data: '{"a":"é"}', id: "" },
      { event: "message", data: "1\n2", id: "" },
      { event: "message", data: "", id: "7" },
    ];
    same(new EventParser().push(bytes), expected, "in one piece");
    for (let cut = 1; cut < bytes.length; cut++) {
      const parser = new EventParser();
      const events = [...parser.push(bytes.slice(0, cut)), ...parser.push(bytes.slice(cut))];
      same(events, expected, `cut at ${cut}`);
    }
    const parser = new EventParser();
    same(
      [...bytes].flatMap((byte) => parser.push(Uint8Array.of(byte))),
      expected,
      "byte by byte",
    );
  },

  async "bytes are read back from blobs and memory alike"() {
    const store = new ByteStore();
    const all = numbered(1_400_003);
    for (let at = 0; at < all.length; at += 33_333) {
      store.append(all.slice(at, at + 33_333));
    }
    same(store.size, all.length, "size");
    for (const [from, to] of [
      [0, 10],
      [524_280, 524_300],
      [1_049_000, 1_400_003],
      [7, 7],
      [500_000, 1_300_000],
    ]) {
      const read = await store.read(from, to);
      same(read.length, to - from, `length of ${from}..${to}`);
      same(
        read.every((byte, i) => byte === all[from + i]),
        true,
        `bytes ${from}..${to}`,
      );
    }
    const whole = new Uint8Array(await store.blob("audio/mpeg").arrayBuffer());
    same(whole.every((byte, i) => byte === all[i]) && whole.length, all.length, "whole");
    await store.read(0, all.length + 1).then(
      () => {
        throw new Error("read too much");
      },
      (failure) => same(failure instanceof RangeError, true, "kind of refusal"),
    );
  },

  "the word heard is the last that has begun"() {
    const clock = new WordClock();
    same(clock.at(1), -1, "without words");
    clock.begin(0, "One two.");
    clock.align(0, [
      { text: "One", start: 0.1, end: 0.4 },
      { text: "two.", start: 0.5, end: 0.9 },
    ]);
    clock.begin(0, "One two.");
    clock.begin(1, " Three.");
    clock.align(1, [{ text: "Three.", start: 1.2, end: 1.6 }]);
    same(
      [0, 0.1, 0.45, 0.5, 1.19, 1.2, 99].map((time) => clock.at(time)),
      [-1, 0, 0, 1, 1, 2, 2],
    );
    same(
      clock.chunks.map((chunk) => chunk.first),
      [0, 2],
      "first words",
    );
  },

  "better times replace those of their chunk"() {
    const clock = new WordClock();
    clock.begin(0, "a b");
    clock.align(0, [{ text: "a", start: 0, end: 1 }]);
    clock.begin(1, " c");
    clock.align(1, [{ text: "c", start: 2, end: 3 }]);
    clock.align(0, [
      { text: "a", start: 0, end: 0.5 },
      { text: "b", start: 0.5, end: 1 },
    ]);
    same(
      clock.words.map((word) => word.text),
      ["a", "b", "c"],
    );
    same(clock.chunks[1].first, 2, "first word of the second chunk");
    refused(() => clock.begin(3, "too soon"), RangeError);
  },

  "words are found where they stand, and the pieces are the text"() {
    const content = '  The cat — the "cat", the cat.\n';
    const words = ["The", "cat", "the", '"cat",', "the", "cat."].map((text) => ({ text }));
    const pieces = placeWords(content, words);
    same(pieces.map((piece) => piece.text).join(""), content, "text");
    same(
      pieces.filter((piece) => piece.word >= 0).map((piece) => piece.text),
      words.map((word) => word.text),
    );
    same(
      placeWords("x", [{ text: "y" }]).map((piece) => piece.text),
      ["x"],
      "a word that isn't there",
    );
  },

  "samples are handed over without gaps and ahead of time"() {
    const schedule = new SampleSchedule(1000, 0);
    let heard = 10;
    const times = [];
    for (let frames = schedule.want(heard, 10_000, true); frames; frames = schedule.want(heard, 10_000, true)) {
      times.push([frames.from, frames.to, schedule.hand(frames, heard)]);
    }
    same(times.length, 6, "blocks of half a second in three seconds");
    times.slice(1).forEach(([from, , when], i) => {
      same(from, times[i][1], "frames follow each other");
      near(when, times[i][2] + 0.5, 1e-9, "and so do times");
    });
    near(schedule.position(10.03), 0, 1e-6, "at the beginning");
    near(schedule.position(11.53), 1500, 1e-6, "in the midst");
    same(schedule.dry(11), false);
  },

  "the position stands still while there is nothing to hear"() {
    const schedule = new SampleSchedule(1000, 200);
    same(schedule.want(0, 220, false), null, "too few to begin with");
    near(schedule.hand(schedule.want(0, 500, false), 0), 0.03, 1e-9, "when");
    near(schedule.position(0), 200, 1e-9, "before");
    near(schedule.position(0.13), 300, 1e-9, "amid");
    near(schedule.position(5), 500, 1e-9, "run dry");
    same(schedule.dry(5), true, "dry");
    same(schedule.want(5, 510, false), null, "a crumb waits");
    same(schedule.want(5, 510, true), { from: 500, to: 510 }, "unless it is the last");
    schedule.hand(schedule.want(5, 900, false), 5);
    near(schedule.position(5.13), 600, 1e-9, "goes on");
  },

  async "a streamed WAV is read, and its sizes are filled in"() {
    const file = wav([0, 0x4000, -0x8000, 0x7fff]);
    same(readWavHead(file.slice(0, 40)), null, "too short to tell");
    const head = readWavHead(file);
    same(head, { channels: 1, sampleRate: 24000, dataStart: 44, sizeAt: 40 }, "head");
    same(samplesOf(file.slice(44)).slice(0, 3), [0, 0.5, -1], "samples");
    const mended = new Uint8Array(await (await withSizes(new Blob([file]), head)).arrayBuffer());
    same(new DataView(mended.buffer).getUint32(40, true), 8, "size of the data");
    same(new DataView(mended.buffer).getUint32(4, true), file.length - 8, "size of the file");
    same(mended.slice(44), file.slice(44), "samples stay");
    refused(() => readWavHead(utf8("<!doctype html><html>")), TypeError);
  },

  async "a recording of WAV counts frames from behind its head, however it comes"() {
    const file = wav(Array.from({ length: 2400 }, (_, i) => i));
    const recording = new Recording("wav", 44_100);
    for (let at = 0; at < file.length; at += 17) {
      recording.append(file.slice(at, at + 17));
    }
    recording.end();
    same([recording.frames, recording.sampleRate, recording.duration], [2400, 24000, 0.1]);
    same(samplesOf(await recording.readFrames(100, 102)), [100 / 32768, 101 / 32768]);
  },

  "MP3 is cut at frames, behind a tag, wherever its bytes are cut"() {
    const tag = Uint8Array.from([...utf8("ID3"), 4, 0, 0, 0, 0, 0, 20, ...numbered(20, 0xf0)]);
    const frames = Array.from({ length: 100 }, (_, i) => mp3Frame(i & 1));
    const file = Uint8Array.from([tag, ...frames].flatMap((part) => [...part]));
    for (const step of [file.length, 1000, 7]) {
      const cutter = new Mp3Cutter();
      for (let at = 0; at < file.length; at += step) {
        cutter.push(file.slice(at, at + step));
      }
      cutter.end();
      near(cutter.duration, (100 * 1152) / 44_100, 1e-9, "duration");
      near(cutter.delay, 0.02506, 1e-4, "delay");
      same(cutter.stretches[0].from, 30, "begins behind the tag");
      same(cutter.stretches.at(-1).to, file.length, "ends with the file");
      cutter.stretches.slice(1).forEach((stretch, i) => {
        same(stretch.from, cutter.stretches[i].to, "no byte is missing");
        same(file[stretch.from] === 0xff && file[stretch.from + 1] === 0xfb, true, "a frame begins");
      });
      same(cutter.stretches.length < 20, true, "about a second each");
    }
  },

  "Ogg is cut at pages, and its packets go into WebM as they are"() {
    const pages = [oggPage([OPUS_HEAD], 0, 0), oggPage([utf8("OpusTags....")], 0, 1)];
    const packets = Array.from({ length: 60 }, (_, i) => opusPacket(i === 3 ? 509 : 80 + i));
    for (let i = 0; i < 6; i++) {
      pages.push(oggPage(packets.slice(10 * i, 10 * i + 10), 960 * 10 * (i + 1), i + 2));
    }
    const file = Uint8Array.from(pages.flatMap((page) => [...page]));
    const cutter = new OggCutter();
    for (let at = 0; at < file.length; at += 101) {
      cutter.push(file.slice(at, at + 101));
    }
    cutter.end();
    near(cutter.duration, 1.2, 1e-9, "duration");
    same(cutter.head, OPUS_HEAD, "head");
    near(skippedSeconds(cutter.head), 312 / 48_000, 1e-9, "skipped");
    const read = cutter.stretches.flatMap(({ from, to }) => packetsOf(file.slice(from, to)));
    same(
      read.map((packet) => packet.length),
      packets.map((packet) => packet.length),
      "packets",
    );
    same(read[3], packets[3], "a packet longer than a segment");
    same(
      [0x78, 0x08, 0x18].map((toc) => packetSeconds(Uint8Array.of(toc, 0))),
      [0.02, 0.02, 0.06],
    );
    same(packetSeconds(Uint8Array.of(0x7b, 3)), 0.06, "three frames");
    const head = webmHead(cutter.head);
    same(head.slice(0, 4), [0x1a, 0x45, 0xdf, 0xa3], "EBML");
    const cluster = webmCluster(packets.slice(0, 2), 2.5);
    same(cluster.slice(0, 4), [0x1f, 0x43, 0xb6, 0x75], "cluster");
    same(cluster.slice(8, 15), [0xe7, 0x10, 0, 0, 2, 0x09, 0xc4], "its time in ms");
    refused(() => new OggCutter().push(numbered(100)), TypeError);
  },

  "a stretch is found by its time"() {
    const stretches = [0, 1, 2.5].map((time) => ({ time }));
    same(
      [-1, 0, 0.9, 1, 2.4, 2.5, 50].map((time) => stretchAt(stretches, time)),
      [0, 0, 0, 1, 1, 2, 2],
    );
    same(stretchAt([], 3), 0, "none");
  },

  "of too much, the oldest goes"() {
    const entries = [4, 1, 3, 2].map((at) => ({ id: `e${at}`, at, size: 10 }));
    same(surplus(entries, 40, 10), [], "all fit");
    same(surplus(entries, 25, 10), ["e2", "e1"], "bytes");
    same(surplus(entries, 1000, 1), ["e3", "e2", "e1"], "entries");
    same(surplus(entries, 0, 10), ["e4", "e3", "e2", "e1"], "room for a large one");
  },
};

const failures = [];
for (const [name, trial] of Object.entries(trials)) {
  try {
    await trial();
  } catch (failure) {
    failures.push(`${name}: ${failure.stack}`);
  }
}
if (failures.length > 0) {
  throw new Error(`${failures.length} of ${Object.keys(trials).length} failed\n${failures.join("\n")}`);
}
return Object.keys(trials);
