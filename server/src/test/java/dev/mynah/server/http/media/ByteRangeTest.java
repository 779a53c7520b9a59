package dev.mynah.server.http.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteRangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-0|0|1",
        "bytes=0-99|0|100",
        "bytes=0-|0|100",
        "bytes=10-19|10|10",
        "bytes=90-1000|90|10",
        "bytes=99-|99|1",
        "bytes=-1|99|1",
        "bytes=-100|0|100",
        "bytes=-5000|0|100",
        "bytes = 3-4|3|2",
        "bytes=0-999999999999999999|0|100",
      })
  void findsThePart(String header, long offset, long length) {
    assertThat(ByteRange.requested(header, 100))
        .isEqualTo(new ByteRange.Request(ByteRange.Kind.PART, new ByteRange(offset, length)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-3",
        "bytes=0-1,5-6",
        "bytes=0-1,",
        "items=0-1",
        "0-1",
        "bytes=-1-5",
        "bytes=99999999999999999999999-",
        "bytes=1 -2",
      })
  void sendsTheWholeFileWhenItCanNotTell(String header) {
    assertThat(ByteRange.requested(header, 100))
        .isEqualTo(new ByteRange.Request(ByteRange.Kind.WHOLE, new ByteRange(0, 100)));
  }

  @ParameterizedTest
  @CsvSource({"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=4000000000-"})
  void refusesAPartBeyondTheEnd(String header) {
    assertThat(ByteRange.requested(header, 100).kind()).isEqualTo(ByteRange.Kind.UNSATISFIABLE);
  }

  @Test
  void anEmptyFileHasNoParts() {
    assertThat(ByteRange.requested("bytes=0-", 0).kind()).isEqualTo(ByteRange.Kind.UNSATISFIABLE);
    assertThat(ByteRange.requested("bytes=-5", 0).kind()).isEqualTo(ByteRange.Kind.UNSATISFIABLE);
    assertThat(ByteRange.requested(null, 0).kind()).isEqualTo(ByteRange.Kind.WHOLE);
  }
}
