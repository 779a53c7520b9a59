import { api, isAbort } from "../api.js";
import { fill, h } from "../dom.js";
import { bytes, date, dateTime, number, span } from "../format.js";
import { hasPage } from "../pages.js";
import { href, navigate, reload } from "../router.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { copyButton } from "../ui/copyButton.js";
import { field } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { progressBar } from "../ui/progress.js";
import { pitchPlot, soundLegend, spectrumPlot, wavePlot } from "../ui/soundPlot.js";
import { badge, errorState, loadingState, notice } from "../ui/states.js";
import { table } from "../ui/table.js";
import { announce, toast } from "../ui/toast.js";
import { deleteVoice, editVoice, exportVoice } from "../voices/dialogs.js";
import { language, visibilityBadge } from "../voices/words.js";

export const title = "Voice";

const LOOK_AFTER_MS = 1_000;
const GRADES = {
  good: ["good", "ok"],
  fair: ["fair", "warning"],
  poor: ["poor", "error"],
  neutral: ["", "plain"],
};
const ORIGINS = {
  preset: "comes with the server",
  url: "cloned from a link",
  upload: "cloned from a file or the microphone",
  import: "imported from an archive",
  design: "designed from words",
};

/** Everything about one voice. */
export async function show(main, { params, signal }) {
  const path = encodeURIComponent(params.id);
  const [voice, more] = await Promise.all([api.get(`model/${path}`, { signal }), api.get(`console/api/voices/${path}`, { signal })]);
  document.title = `${voice.title} · Mynah`;
  const back = { href: href("/voices"), label: "All voices" };
  if (voice.state !== "trained") {
    main.append(pageHead({ title: voice.title, back, actions: more.changeable ? removal(voice) : null }), unmade(more, signal));
    return;
  }
  main.append(
    pageHead({ title: voice.title, back, actions: actions(voice, more) }),
    about(voice, more),
    more.report ? report(more.report) : "",
    pictures(voice, more, signal),
    samples(more),
    more.cloned_from ? origin(more.cloned_from) : "",
  );
}

function actions(voice, more) {
  const speak = hasPage("/speak") ? button({ label: "Speak with this voice", icon: "speak", kind: "primary", href: href("/speak", { voice: voice._id }) }) : null;
  if (!more.changeable) {
    return speak;
  }
  const save = button({
    label: "Export",
    icon: "download",
    onclick: () =>
      save.during(async () => {
        try {
          await exportVoice(voice);
        } catch (failure) {
          toast(failure.message, { kind: "error" });
        }
      }),
  });
  return [
    speak,
    button({
      label: "Edit",
      icon: "edit",
      onclick: async () => {
        if (await editVoice(voice)) {
          reload();
        }
      },
    }),
    save,
    removal(voice),
  ];
}

function removal(voice) {
  return button({
    label: "Delete",
    icon: "trash",
    onclick: async () => {
      if (await deleteVoice(voice)) {
        navigate("/voices");
      }
    },
  });
}

function about(voice, more) {
  const spoken = more.samples.find((sample) => sample.kind === "spoken");
  return h(
    "section",
    { class: "card voice-about", "aria-label": "About this voice" },
    h("img", { class: "cover voice-cover", src: voice.cover_image, alt: `Cover of ${voice.title}`, width: 160, height: 160 }),
    h(
      "div",
      { class: "voice-about-words stack" },
      h("p", { class: "row" }, visibilityBadge(voice), more.mine ? badge("Mine") : null, voice.languages.map((code) => badge(language(code)))),
      voice.description ? h("p", { class: "voice-description" }, voice.description) : h("p", { class: "muted" }, "No description."),
      voice.tags.length > 0
        ? h("ul", { class: "row voice-tags", "aria-label": "Tags" }, voice.tags.map((tag) => h("li", null, h("a", { class: "tag", href: href("/voices", { tag: tag.toLowerCase() }) }, tag))))
        : null,
      spoken ? audioPlayer({ title: `${voice.title}'s sample`, source: spoken.audio }) : null,
      h(
        "dl",
        { class: "voice-facts" },
        fact("Id", h("span", { class: "row" }, h("code", { class: "voice-id" }, voice._id), copyButton({ text: voice._id, label: "Copy id", iconOnly: true }))),
        more.names.length > 0 ? fact("Also called", more.names.join(", ")) : null,
        fact("Origin", ORIGINS[sentAlong(more) ? "upload" : more.origin] ?? more.origin),
        fact("Made", date(voice.created_at)),
        fact("Used", voice.task_count === 0 ? "not yet" : voice.task_count === 1 ? "once" : `${number(voice.task_count)} times`),
        fact("Speaks with", more.engines.map((each) => `${each.engine} ${each.version}`).join(", ")),
      ),
    ),
  );
}

function fact(name, value) {
  return h("div", { class: "voice-fact" }, h("dt", null, name), h("dd", null, value));
}

function section(name, ...content) {
  return h("section", { class: "section" }, h("div", { class: "section-head" }, h("h2", null, name)), content);
}

/** What was measured on the recordings, each figure with what it means. */
function report(told) {
  return section(
    "Report on the recording",
    told.warnings.length > 0
      ? h("ul", { class: "stack warnings", "aria-label": "What would make the voice better" }, told.warnings.map((warning) => h("li", null, notice("warning", h("p", null, warning.message)))))
      : told.figures.every((figure) => figure.grade === "good" || figure.grade === "neutral")
        ? notice("ok", h("p", null, "Nothing about the recording stands in the way of a good voice."))
        : null,
    h(
      "ul",
      { class: "figures" },
      told.figures.map((figure) =>
        h(
          "li",
          { class: "card figure" },
          h("div", { class: "row spread" }, h("h3", null, figure.label), figure.grade === "neutral" ? null : badge(...GRADES[figure.grade])),
          h("p", { class: "figure-value" }, valueOf(figure), h("span", { class: "figure-unit" }, ` ${unitOf(figure)}`)),
          h("p", { class: "muted small" }, figure.meaning),
        ),
      ),
    ),
  );
}

function valueOf({ value, unit }) {
  if (unit === "Hz" && value >= 1000) {
    return (value / 1000).toFixed(1);
  }
  return unit === "%" ? value.toFixed(2) : unit === "s" ? value.toFixed(1) : number(Math.round(value));
}

function unitOf({ value, unit }) {
  return unit === "Hz" && value >= 1000 ? "kHz" : unit;
}

/** The voice drawn beside its recording, and how alike the two sound. */
function pictures(voice, more, signal) {
  const references = more.samples.filter((sample) => sample.kind === "reference");
  const compared = more.mine && references.length > 0;
  const alike = h("div", { "aria-live": "polite" });
  const drawn = h("div");
  const choice =
    compared && references.length > 1
      ? field({ label: "Compare with", options: references.map((sample, i) => ({ value: String(i + 1), label: sample.title })) })
      : null;
  choice?.input.addEventListener("change", draw);
  const path = `console/api/voices/${encodeURIComponent(voice._id)}`;
  let asked = new AbortController();

  function draw() {
    asked.abort();
    asked = new AbortController();
    const stop = AbortSignal.any([signal, asked.signal]);
    const query = { recording: choice?.input.value };
    void fillIn(drawn, "Measuring the sounds", stop, async () => plots(await api.get(`${path}/analysis`, { query, signal: stop })));
    if (compared) {
      void fillIn(alike, "Comparing the voices", stop, async () => similarity(await api.get(`${path}/similarity`, { query, signal: stop })));
    }
  }

  async function fillIn(place, label, stop, work) {
    fill(place, loadingState(label, { lines: 2 }));
    try {
      fill(place, await work());
    } catch (failure) {
      if (!isAbort(failure)) {
        fill(place, errorState(failure, draw));
      }
    }
  }

  draw();
  return section(compared ? "Beside its recording" : "What it sounds like", h("div", { class: "stack" }, choice, alike, drawn));
}

function similarity({ installed, score, meaning }) {
  if (!installed) {
    return notice("info", [
      h("p", null, "How alike the voice and its recording sound can't be told: the model that compares voices is not installed."),
      hasPage("/models") ? h("p", null, h("a", { href: href("/models") }, "Get it on the Models page")) : null,
    ]);
  }
  if (score === undefined) {
    return notice("info", h("p", null, "How alike the voice and its recording sound can't be told: there is too little speech in one of them."));
  }
  const part = Math.max(0, Math.min(1, score));
  return h(
    "div",
    { class: "card similarity" },
    h("div", { class: "row spread" }, h("h3", null, "Similarity"), h("span", { class: "figure-value" }, score.toFixed(2))),
    h("div", { class: "similarity-scale", "aria-hidden": "true" }, h("span", { class: "similarity-mark", style: { insetInlineStart: `${part * 100}%` } })),
    h("p", null, `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`),
    h("p", { class: "muted small" }, "A network trained to tell people apart listened to both. 1 is the very same; two recordings of one person have 0.77 to 0.94, those of two people 0.42 to 0.69."),
  );
}

function plots({ spoken, reference }) {
  const sounds = [
    spoken ? { name: "The voice", kind: "first", picture: spoken } : null,
    reference ? { name: "Its recording", kind: "second", picture: reference } : null,
  ].filter(Boolean);
  if (sounds.length === 0) {
    return notice("info", h("p", null, "There is nothing to draw yet: the sample of this voice is still to be spoken."));
  }
  return h(
    "div",
    { class: "card stack" },
    soundLegend(sounds),
    wavePlot(sounds),
    h("div", { class: "plot-pair" }, pitchPlot(sounds), spectrumPlot(sounds)),
    table({
      caption: "In figures",
      columns: [
        { label: "Sound", header: true, cell: (sound) => sound.name },
        { label: "Length", align: "end", cell: (sound) => span(sound.picture.seconds) },
        { label: "Loudness", align: "end", cell: (sound) => (sound.picture.loudness_lufs === undefined ? "silent" : `${sound.picture.loudness_lufs.toFixed(1)} LUFS`) },
        { label: "Median pitch", align: "end", cell: (sound) => (sound.picture.median_f0_hz > 0 ? `${Math.round(sound.picture.median_f0_hz)} Hz` : "unvoiced") },
      ],
      rows: sounds,
    }),
  );
}

function samples(more) {
  if (more.samples.length === 0) {
    return "";
  }
  return section(
    "Samples",
    h(
      "ul",
      { class: "stack" },
      more.samples.map((sample) =>
        h(
          "li",
          { class: "card sample" },
          h("div", { class: "row spread" }, h("h3", null, sample.title), badge(sample.kind === "spoken" ? "spoken by the voice" : "recording")),
          h("p", { class: ["sample-text", !sample.text && "muted"] }, sample.text || "Nobody has written down what it says."),
          audioPlayer({ title: sample.title, source: sample.audio }),
        ),
      ),
    ),
  );
}

function origin({ accepted_at, consent, recordings }) {
  return section(
    "Where it comes from",
    h(
      "div",
      { class: "card stack" },
      consent ? h("blockquote", { class: "consent" }, consent) : h("p", { class: "muted" }, "No statement of consent was given."),
      h("p", { class: "muted small" }, `Asked for on ${dateTime(accepted_at)}. This record stays when the voice is deleted.`),
      table({
        caption: "Recordings",
        columns: [
          { label: "Recording", header: true, cell: (row) => (isOurs(row.url) ? "sent along" : row.url) },
          { label: "Size", align: "end", cell: (row) => (row.bytes === undefined ? "" : bytes(row.bytes)) },
          { label: "SHA-256", cell: (row) => (row.sha256 ? h("code", { class: "hash", title: row.sha256 }, `${row.sha256.slice(0, 12)}...`) : "not seen yet") },
        ],
        rows: recordings,
      }),
    ),
  );
}

/** Files sent from the Clone page lie on this server first, and are cloned from a link to there. */
function sentAlong({ origin: told, cloned_from: source }) {
  return told === "url" && Boolean(source?.recordings.every(({ url }) => isOurs(url)));
}

function isOurs(url) {
  return !url || url.startsWith(new URL("media/", document.baseURI).href);
}

/** A voice that can't speak yet, or never will. */
function unmade(more, signal) {
  if (more.state === "failed") {
    return notice("error", [
      h("p", { class: "strong" }, "This voice could not be made."),
      h("p", null, more.making?.failure ?? "The reason isn't known any more."),
      hasPage("/clone") ? h("p", null, h("a", { href: href("/clone") }, "Try again with another recording")) : null,
    ]);
  }
  void ready(more.id, signal);
  return h("div", { class: "card" }, progressBar({ label: "This voice is being made", text: "usually a few seconds" }));
}

async function ready(id, signal) {
  while (!signal.aborted) {
    await new Promise((done) => setTimeout(done, LOOK_AFTER_MS));
    try {
      const { state } = await api.get(`console/api/voices/${encodeURIComponent(id)}`, { signal });
      if (state === "trained" || state === "failed") {
        announce(state === "trained" ? "The voice is ready." : "The voice could not be made.");
        reload();
        return;
      }
    } catch (failure) {
      if (isAbort(failure)) {
        return;
      }
    }
  }
}
