// Run in the Speak page before anything is spoken: hears what is played, sees which word is lit, and
// keeps what the server sent and what was saved. All of it is in `window.ear`.
const ear = { loudest: 0, pitches: [], lit: [], sent: [], files: [], cutAfter: Infinity, answer: null };
window.ear = ear;

const analysers = [];
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode) {
    this.context.mynahEar ??= this.context.createAnalyser();
    this.context.mynahEar.fftSize = 4096;
    if (!analysers.includes(this.context.mynahEar)) {
      analysers.push(this.context.mynahEar);
    }
    connect.call(this, this.context.mynahEar);
  }
  return connect.call(this, target, ...rest);
};

const heard = new WeakSet();
function listen() {
  for (const audio of document.querySelectorAll(".speech-player audio[src]")) {
    if (!heard.has(audio)) {
      heard.add(audio);
      const context = new AudioContext();
      context.createMediaElementSource(audio).connect(context.destination);
    }
  }
  for (const analyser of analysers) {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    ear.loudest = Math.max(ear.loudest, loudest);
    const slices = Array.from({ length: 8 }, (_, i) => samples.slice(512 * i, 512 * (i + 1)));
    if (slices.every((slice) => slice.some((sample) => sample > 0.1))) { // sound from end to end
      const ups = samples.filter((sample, i) => i > 0 && samples[i - 1] < 0 && sample >= 0).length;
      ear.pitches.push((ups * analyser.context.sampleRate) / analyser.fftSize);
    }
  }
  requestAnimationFrame(listen);
}
listen();

/** Sees every word that is lit, however short. */
function watch() {
  const lit = document.querySelector(".word.lit");
  const number = lit === null ? -1 : [...document.querySelectorAll(".word")].indexOf(lit);
  if (lit !== null && ear.lit.at(-1)?.number !== number) {
    ear.lit.push({ number, text: lit.textContent, at: Number(document.querySelector(".player-place[max]:not([max='1000'])").value) });
  }
}
new MutationObserver(watch).observe(document.body, { subtree: true, attributeFilter: ["class"] });

const fetchReally = window.fetch;
window.fetch = async (path, request) => {
  if (!String(path).includes("with-timestamp")) {
    return fetchReally(path, request);
  }
  if (ear.answer !== null) {
    const { status, body, headers } = ear.answer;
    ear.answer = null;
    return new Response(JSON.stringify(body), { status, headers });
  }
  const response = await fetchReally(path, request);
  if (!response.ok) {
    return response;
  }
  if (ear.cutAfter < Infinity) {
    return new Response(cut(response.body, ear.cutAfter), response);
  }
  const copy = response.clone();
  ear.sent = copy.text().then(
    (text) =>
      text
        .split("\n")
        .filter((line) => line.startsWith("data: "))
        .flatMap((line) => [...atob(JSON.parse(line.slice(6)).audio_base64)].map((letter) => letter.charCodeAt(0))),
    () => [], // broken off
  );
  return response;
};

/** Breaks a stream as a network does. */
function cut(body, after) {
  const reader = body.getReader();
  let bytes = 0;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read();
      bytes += value?.length ?? 0;
      if (done || bytes - value.length > after) {
        await reader.cancel();
        controller.error(new TypeError("network error"));
      } else {
        controller.enqueue(value.slice(0, Math.max(1, value.length - Math.max(0, bytes - after))));
      }
    },
  });
}

const createUrl = URL.createObjectURL;
URL.createObjectURL = (object) => {
  if (object instanceof Blob) {
    ear.files.push(object);
  }
  return createUrl.call(URL, object);
};
