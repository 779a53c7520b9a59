package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.Recordings;
import java.util.List;
import java.util.Map;

/** Trials of clients against an engine that hums: quick, and exact about what was heard. */
final class ToneTrial {
  /** Of the server: voices that clients name unasked are the one there is. */
  static final Map<String, String> SETTINGS =
      Map.of("voice-aliases", "933563129e564b19a115bedd57b7406a=hum,alloy=hum,nova=hum");

  private static final String TEXT =
      "The ferry leaves at half past nine. Bring a warm coat, for the wind is cold out there.";
  private static final double PRESET_PITCH = 200; // Hz
  private static final double RECORDED_PITCH = 330; // Hz
  private static final int RECORDING_RATE = 16_000; // Hz
  private static final ToneEar EAR =
      new ToneEar(Map.of("preset", PRESET_PITCH, "recording", RECORDED_PITCH));

  private ToneTrial() {}

  static ClientTrial of(ToneServer server) {
    return new ClientTrial(
        server.address(),
        server.client,
        ToneServer.VOICE,
        "Hum",
        TEXT,
        Recordings.tone(RECORDED_PITCH, 3, RECORDING_RATE),
        "Nothing but a tone",
        false);
  }

  /** Checks that so many calls were made, and what so many of them made audible. */
  static void check(List<ClientTrial.Call> calls, int audible, int all) throws Exception {
    List<ClientTrial.Call> heard = calls.stream().filter(ClientTrial.Call::audible).toList();
    for (ClientTrial.Call call : heard) {
      EAR.check(call);
    }
    assertThat(heard).as("what was heard").hasSize(audible);
    assertThat(calls).as("calls").hasSize(all);
  }
}
