package dev.mynah.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Writes requests for speech, in the dialect the service takes. */
final class SpeechCalls {
  private static final int BITS_A_KILOBIT = 1000;

  private final Wire wire;

  SpeechCalls(Wire wire) {
    this.wire = wire;
  }

  /** Returns a call of Fish Audio's dialect, which Mynah speaks, too. */
  Call fish(String path, SpeechRequest request) {
    ObjectNode body = body(request).put("text", request.requiredText());
    // Bytes travel as they are in MessagePack, which the services read everywhere JSON is read.
    boolean binary = !request.references().isEmpty();
    Call call =
        Call.post(wire.url(path), binary ? Body.messagePack(body) : Body.json(body)).asPatient();
    return named(call, request);
  }

  /** Returns a call of Ace Data Cloud's dialect, which Mynah speaks, too. */
  Call ace(SpeechRequest request, boolean later) {
    ObjectNode body = body(request).put("text", request.requiredText());
    if (later) {
      body.put("async", true);
    }
    String callback = request.callbackUrl();
    if (callback != null && later) {
      body.put("callback_url", callback);
    }
    Call call = Call.post(wire.url("/fish/tts"), Body.json(body)).asPatient();
    return wire.once(named(call, request));
  }

  private static Call named(Call call, SpeechRequest request) {
    String model = request.model();
    return model == null ? call : call.withHeader("model", model);
  }

  /** Returns all fields but the text. */
  ObjectNode body(SpeechRequest request) {
    ObjectNode body = Json.object();
    if (request.voices().size() == 1) {
      body.put("reference_id", request.voices().get(0));
    } else if (!request.voices().isEmpty()) {
      var ids = body.putArray("reference_id");
      request.voices().forEach(ids::add);
    }
    if (!request.references().isEmpty()) {
      var references = body.putArray("references");
      request.references().forEach(each -> references.add(reference(each)));
    }
    body.put("format", request.format().wire());
    Integer rate = request.sampleRate();
    if (rate != null) {
      body.put("sample_rate", rate);
    }
    addBitrate(body, request);
    addProsody(body, request);
    Latency latency = request.latency();
    if (latency != null) {
      body.put("latency", latency.wire());
    }
    Double temperature = request.temperature();
    if (temperature != null) {
      body.put("temperature", temperature);
    }
    Double topP = request.topP();
    if (topP != null) {
      body.put("top_p", topP);
    }
    return body;
  }

  private static void addBitrate(ObjectNode body, SpeechRequest request) {
    Integer kilobits = request.bitrate();
    if (kilobits != null && request.format() == AudioFormat.MP3) {
      body.put("mp3_bitrate", kilobits);
    } else if (kilobits != null) {
      body.put("opus_bitrate", kilobits * BITS_A_KILOBIT);
    }
  }

  private static void addProsody(ObjectNode body, SpeechRequest request) {
    Double speed = request.speed();
    Double volume = request.volume();
    Boolean normalize = request.normalizeLoudness();
    if (speed == null && volume == null && normalize == null) {
      return;
    }
    ObjectNode prosody = body.putObject("prosody");
    if (speed != null) {
      prosody.put("speed", speed);
    }
    if (volume != null) {
      prosody.put("volume", volume);
    }
    if (normalize != null) {
      prosody.put("normalize_loudness", normalize);
    }
  }

  private ObjectNode reference(SpeechRequest.Reference reference) {
    Recording audio = reference.audio();
    ObjectNode node = Json.object().put("text", reference.text());
    if (audio.isUrl()) {
      wire.service().require(Capability.CLONE_FROM_URL);
      return node.put("audio", audio.url());
    }
    wire.service().require(Capability.CLONE_FROM_FILE);
    return node.put("audio", bytes(audio));
  }

  private static byte[] bytes(Recording audio) {
    byte[] bytes = audio.bytes();
    if (bytes != null) {
      return bytes;
    }
    Path file = Objects.requireNonNull(audio.file());
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidRequestException("references", "names a file that can't be read: " + file);
    }
  }
}
