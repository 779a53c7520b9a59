package dev.mynah.server.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links to files of our own, on a network that opens connections to public addresses only. */
final class OwnFilesTest {
  private static final String OWN = "http://127.0.0.1:8080/media/ours";
  private static final byte[] CONTENT = "RIFF....WAVE".getBytes(UTF_8);

  @TempDir private Path directory;
  private final OutboundNetwork network = OutboundNetwork.open(AddressPolicy.publicOnly());

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void isReadWithoutAConnection() {
    FetchedMedia media = fetch(new Memory(CONTENT, null), OWN);
    assertThat(media.file()).hasBinaryContent(CONTENT).hasParent(directory);
    assertThat(media.size()).isEqualTo(CONTENT.length);
    assertThat(media.contentType()).contains("audio/wav");
    assertThat(media.fileName()).isEqualTo("ours.wav");
  }

  @Test
  void isGoodWhenARequestComesIn() {
    UrlPolicy policy = new UrlPolicy(network, ownFiles(new Memory(CONTENT, null)));
    assertThat(policy.vet("voice_url", OWN).host()).isNotNull();
    assertThatThrownBy(() -> policy.vet("voice_url", OWN + "?forged"))
        .isInstanceOfSatisfying(
            MynahException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED));
  }

  @Test
  void isNeverWhereACallbackGoes() {
    UrlPolicy policy = new UrlPolicy(network, ownFiles(new Memory(CONTENT, null)));
    assertThatThrownBy(() -> policy.vetCallback("callback_url", OWN))
        .isInstanceOf(MynahException.class);
  }

  @Test
  void keepsToTheLimitOfSize() {
    refused(new Memory(new byte[1001], null), "voice_url leads to a file larger than");
    refused(new Memory(new byte[0], null), "voice_url leads to an empty file");
  }

  @Test
  void leavesNothingBehindWhenItHasGone() {
    MynahException gone = MynahException.of(ErrorCode.NOT_FOUND, "There is no such file.");
    refused(new Memory(CONTENT, gone), "voice_url leads to a file that has just gone");
    assertThat(directory).isEmptyDirectory();
  }

  private void refused(Memory file, String message) {
    assertThatThrownBy(() -> fetch(file, OWN))
        .isInstanceOfSatisfying(
            MynahException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED);
              assertThat(refused).hasMessageStartingWith(message);
            });
  }

  private FetchedMedia fetch(Memory file, String url) {
    return new MediaFetcher(network, ownFiles(file))
        .fetch(
            "voice_url", url, FetchLimits.AUDIO.withMaxBytes(1000), directory, CancelSignal.NEVER);
  }

  private static OwnFiles ownFiles(Memory file) {
    return url -> url.equals(OWN) ? Optional.of(file) : Optional.empty();
  }

  private record Memory(byte[] content, @Nullable MynahException failure) implements OwnFile {
    @Override
    public long size() {
      return content.length;
    }

    @Override
    public String mediaType() {
      return "audio/wav";
    }

    @Override
    public String name() {
      return "ours.wav";
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
      if (failure != null) {
        throw failure;
      }
      out.write(content);
    }
  }
}
