package dev.mynah.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Writes requests for voices, in the dialect and the way the service takes them. */
final class CloneCalls {
  private final Wire wire;

  CloneCalls(Wire wire) {
    this.wire = wire;
  }

  /** Refuses what the service can't do, before anything is sent. */
  void check(CloneRequest request) {
    request.requiredTitle();
    Service service = wire.service();
    Recording cover = request.cover();
    boolean urls = !request.isOfFiles() || (cover != null && cover.isUrl());
    boolean files = !request.isOfUrls() || (cover != null && !cover.isUrl());
    if (urls && !service.supports(Capability.CLONE_FROM_URL)) {
      throw new UnsupportedByServiceException(
          service, Capability.CLONE_FROM_URL, " Download it and send the file.");
    }
    if (files && !service.supports(Capability.CLONE_FROM_FILE)) {
      throw new UnsupportedByServiceException(
          service, Capability.CLONE_FROM_FILE, " Put it on the web and send the URL.");
    }
    if (request.callbackUrl() != null) {
      service.require(Capability.CLONE_LATER);
    }
    if (wire.isAce() && request.recordings().size() > 1) {
      throw new InvalidRequestException("voices", "must be one URL for Ace Data Cloud");
    }
  }

  /** Returns the call whose answer is the voice, or what is to become it. */
  Call waiting(CloneRequest request) {
    return isForm(request) ? form(request) : json(request, false);
  }

  /** Returns the call whose answer is a task. */
  Call later(CloneRequest request) {
    return json(request, true);
  }

  /** A form waits; where nobody would wait for it, Mynah takes the files first. */
  private static boolean isForm(CloneRequest request) {
    Recording cover = request.cover();
    return request.isOfFiles()
        && request.callbackUrl() == null
        && (cover == null || !cover.isUrl());
  }

  private Call form(CloneRequest request) {
    Multipart form =
        new Multipart()
            .field("type", "tts")
            .field("train_mode", "fast")
            .field("title", request.requiredTitle())
            .field("visibility", request.visibility().wire())
            .field("enhance_audio_quality", Boolean.toString(request.enhance()));
    if (!request.description().isEmpty()) {
      form.field("description", request.description());
    }
    request.tags().forEach(tag -> form.field("tags", tag));
    request.texts().forEach(text -> form.field("texts", text));
    String consent = request.consent();
    if (consent != null && wire.isMynah()) {
      form.field("consent", consent);
    }
    Recording cover = request.cover();
    if (cover != null) {
      form.file("cover_image", cover);
    }
    request.recordings().forEach(recording -> form.file("voices", recording));
    return wire.once(Call.post(wire.url("/model"), form.body())).asPatient();
  }

  private Call json(CloneRequest request, boolean later) {
    ObjectNode body = Json.object().put("title", request.requiredTitle());
    List<String> urls = new ArrayList<>();
    request.recordings().forEach(recording -> urls.add(link(recording)));
    if (urls.size() == 1) {
      body.put("voices", urls.get(0));
    } else {
      add(body.putArray("voices"), urls);
    }
    body.put("visibility", request.visibility().wire());
    body.put("enhance_audio_quality", request.enhance());
    put(body, "description", request.description());
    if (!request.tags().isEmpty()) {
      add(body.putArray("tags"), request.tags());
    }
    if (!request.texts().isEmpty()) {
      add(body.putArray("texts"), request.texts());
    }
    Recording cover = request.cover();
    if (cover != null) {
      body.put("cover_image", link(cover));
    }
    String consent = request.consent();
    if (consent != null && wire.isMynah()) {
      body.put("consent", consent);
    }
    if (later) {
      body.put("async", true);
    }
    String callback = request.callbackUrl();
    if (callback != null) {
      body.put("callback_url", callback);
    }
    return wire.once(Call.post(wire.url("/fish/model"), Body.json(body))).asPatient();
  }

  private static void put(ObjectNode body, String field, String value) {
    if (!value.isEmpty()) {
      body.put(field, value);
    }
  }

  private static void add(ArrayNode list, List<String> values) {
    values.forEach(list::add);
  }

  /**
   * Returns where the service finds a recording: on the web, or where it keeps what is handed in.
   */
  private String link(Recording recording) {
    String url = recording.url();
    if (url != null) {
      return url;
    }
    Multipart form = new Multipart().file("file", recording);
    Call upload = wire.once(Call.post(wire.url("/api/v1/files/"), form.body()));
    JsonNode answer = wire.ask(upload);
    String link = Json.text(answer, "url");
    if (link == null) {
      throw UnexpectedAnswerException.of(upload.words() + " was answered without a url.");
    }
    return link;
  }
}
