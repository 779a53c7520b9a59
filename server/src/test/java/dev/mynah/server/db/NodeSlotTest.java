package dev.mynah.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSlotTest {
  @TempDir Path parent;

  private NodeSlot take() {
    return NodeSlot.take(parent, IdSource.random());
  }

  @Test
  void processesThatRunTogetherHavePlacesAndIdsOfTheirOwn() throws IOException {
    try (NodeSlot first = take();
        NodeSlot second = take()) {
      assertThat(first.folder()).isNotEqualTo(second.folder());
      assertThat(first.id()).hasSize(32).isNotEqualTo(second.id());
    }
  }

  @Test
  void thePlaceAndIdOfADeadProcessGoToTheNext() throws IOException {
    NodeSlot dead = take();
    String id = dead.id();
    dead.close();
    try (NodeSlot next = take()) {
      assertThat(next.id()).isEqualTo(id);
      assertThat(next.folder()).isEqualTo(dead.folder());
    }
  }

  @Test
  void clearsAwayWhatTheDeadLeftAndNothingOfTheLiving() throws IOException {
    NodeSlot dead = take();
    try (NodeSlot living = take()) {
      NodeSlot deadToo = take();
      Path kept = Files.writeString(living.folder().resolve("half a recording"), "RIFF");
      Path left = Files.writeString(dead.folder().resolve("half a recording"), "RIFF");
      Path leftToo = Files.writeString(deadToo.folder().resolve("half a recording"), "RIFF");
      dead.close();
      deadToo.close();
      take().close();
      assertThat(kept).exists();
      assertThat(left).doesNotExist();
      assertThat(leftToo).doesNotExist();
    }
  }

  @Test
  void anIdCutOffByACrashIsMadeAnew() throws IOException {
    NodeSlot dead = take();
    dead.close();
    Files.writeString(dead.folder().resolve("lock"), "0123");
    try (NodeSlot next = take();
        NodeSlot other = take()) {
      assertThat(next.folder()).isEqualTo(dead.folder());
      assertThat(next.id()).matches("[0-9a-f]{32}").isNotEqualTo(other.id());
    }
  }
}
