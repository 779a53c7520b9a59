package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.audio.Pcm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Checks what clients received from a server that really speaks: by listening to the words. */
record WordEar(Api server) {
  private static final double MOST_WRONG = 0.25; // of the words; a telephone's band is among them
  private static final double SECONDS_PER_WORD = 0.35; // at the usual speed, pauses and all
  private static final double SLOWEST = 1.9; // times that
  private static final double FASTEST = 0.5; // times that
  private static final int HEADER_BYTES = 44;

  void check(ClientTrial.Call call) throws Exception {
    Pcm audio = Heard.samples(call.audio(), call.format(), call.rate());
    List<String> wanted = words(call.text());
    double usual = wanted.size() * SECONDS_PER_WORD / call.speed();
    double peak = 0;
    for (float sample : audio.samples()) {
      peak = Math.max(peak, Math.abs(sample));
    }

    assertThat(audio.seconds())
        .as("seconds of %s", call)
        .isBetween(FASTEST * usual, SLOWEST * usual);
    assertThat(peak).as("peak of %s", call).isBetween(0.1, 1.0);
    List<String> heard = words(transcript(audio));
    assertThat((double) distance(heard, wanted) / wanted.size())
        .as("share of wrong words in %s: %s", call, heard)
        .isLessThanOrEqualTo(MOST_WRONG);
  }

  private String transcript(Pcm audio) {
    Api.Reply reply = server.upload("/v1/asr", "audio", "heard.wav", "audio/wav", wav(audio));
    JsonNode json = reply.json();
    assertThat(reply.status()).as("%s", json).isEqualTo(200);
    return json.path("text").asText();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").split(" +"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Returns how many words must be put in, left out or changed to make one text the other. */
  private static int distance(List<String> from, List<String> to) {
    int[] row = new int[to.size() + 1];
    Arrays.setAll(row, i -> i);
    for (String word : from) {
      int diagonal = row[0]++;
      for (int i = 1; i < row.length; i++) {
        int changed = diagonal + (word.equals(to.get(i - 1)) ? 0 : 1);
        diagonal = row[i];
        row[i] = Math.min(changed, 1 + Math.min(row[i], row[i - 1]));
      }
    }
    return row[to.size()];
  }

  private static byte[] wav(Pcm audio) {
    int bytes = 2 * audio.samples().length;
    ByteBuffer wav = ByteBuffer.allocate(HEADER_BYTES + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1);
    wav.putInt(audio.sampleRate()).putInt(2 * audio.sampleRate());
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
    for (float sample : audio.samples()) {
      wav.putShort((short) Math.round(Math.max(-1, Math.min(1, sample)) * Short.MAX_VALUE));
    }
    return wav.array();
  }
}
