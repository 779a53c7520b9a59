package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://example.com | http://example.com/",
        "HTTPS://EXAMPLE.com/A/b?C=d | https://example.com/A/b?C=d",
        "http://example.com:80/ | http://example.com/",
        "https://example.com:443/ | https://example.com/",
        "https://example.com:80/x | https://example.com:80/x",
        "http://example.com:08080/ | http://example.com:8080/",
        "http://example.com?x=1#y | http://example.com/?x=1",
        "http://example.com#@127.0.0.1/ | http://example.com/",
        "http://example.com/@127.0.0.1 | http://example.com/@127.0.0.1",
        "http://example.com/?u=http://127.0.0.1/ | http://example.com/?u=http://127.0.0.1/",
        "http://example.com//127.0.0.1/ | http://example.com//127.0.0.1/",
        "http://example.com/a/../../b/./c | http://example.com/b/c",
        "http://example.com/a/.. | http://example.com/",
        "http://example.com/My Voice.mp3 | http://example.com/My%20Voice.mp3",
        "http://example.com/stra\u00DFe.wav | http://example.com/stra%C3%9Fe.wav",
        "http://example.com/a%2Fb%zz | http://example.com/a%2Fb%zz",
        "http://my_bucket.example.com/x | http://my_bucket.example.com/x",
        "http://m\u00FCnchen.de/ | http://xn--mnchen-3ya.de/",
        "http://M\u00DCNCHEN.de/ | http://xn--mnchen-3ya.de/",
        "http://\u4F8B\u3048.\u30C6\u30B9\u30C8/ | http://xn--r8jz45g.xn--zckzah/",
        "http://xn--mnchen-3ya.de/ | http://xn--mnchen-3ya.de/",
        "http://\u24DB\u24DE\u24D2\u24D0\u24DB\u24D7\u24DE\u24E2\u24E3/ | http://localhost/",
        "http://local\u00ADhost/ | http://localhost/",
        "http://\uFF11\uFF12\uFF17.\uFF10.\uFF10.\uFF11/ | http://127.0.0.1/",
        "http://127\u30020\u30020\uFF611/ | http://127.0.0.1/",
        "http://\u2460\u2461\u2466.0.0.1/ | http://127.0.0.1/",
        "http://93.184.216.34:8000/ | http://93.184.216.34:8000/",
        "http://[2606:4700::1111]:8000/ | http://[2606:4700::1111]:8000/",
        "http://[2606:4700:0:0:0:0:1.2.3.4]/ | http://[2606:4700:0:0:0:0:1.2.3.4]/"
      })
  void givesEachUrlOneSpelling(String url, String canonical) throws Exception {
    WebUrl parsed = WebUrl.parse(url);

    assertThat(parsed).hasToString(canonical);
    assertThat(WebUrl.parse(canonical)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://example.com/a | uses the scheme ftp; only http and https are allowed",
        "javascript:alert(1) | uses the scheme javascript; only http and https are allowed",
        "example.com/a.wav | is not a URL that begins with http:// or https://",
        "http:/example.com | lacks the two slashes after http:",
        "http:///a.wav | names no host",
        "http://me:secret@example.com/ | holds a user name or password, which is not allowed",
        "http://[fe80::1%25eth0]/ | has an IPv6 address with a zone id, which is not allowed",
        "http://[1.2.3.4]/ | has something in brackets that is not an IPv6 address",
        "http://[::1/ | has a bracket in its host that is never closed",
        "http://example.com./ | has a host that ends in a dot",
        "http://a..b/ | has a host with an empty part between dots",
        "http://%65xample.com/ | has a host with percent signs; write the host plainly",
        "http://exa mple.com/ | has a host with characters that host names don't have",
        "http://example.com:0/ | has a port that is not a number from 1 to 65535",
        "http://example.com:65536/ | has a port that is not a number from 1 to 65535",
        "http://example.com:25/ | names port 25, which is not one for web servers",
        "http://example.com/a\\b | holds a backslash",
        "http://stra\u00DFe.de/ | has an international host name that can be read in two ways;"
            + " write it in its xn-- form",
        "http://\u202Eexample.com/ | has a host that is not a valid international name"
      })
  void saysWhatIsWrong(String url, String predicate) {
    assertThat(refusal(url).predicate()).isEqualTo(predicate);
    assertThat(refusal(url).kind()).isEqualTo(FailureKind.REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://127.1/",
        "http://1.2.3.4.5/",
        "http://1.2.3.256/",
        "http://\uFF10x7f.1/"
      })
  void explainsHowIpv4AddressesAreWritten(String url) {
    assertThat(refusal(url).predicate())
        .startsWith("has a numeric host in an unusual form; IPv4 addresses are written as");
  }

  @Test
  void takesUrlsUpToTheLimitAndNoLonger() throws Exception {
    String start = "http://example.com/";
    String longest = start + "a".repeat(WebUrl.MAX_LENGTH - start.length());

    assertThat(WebUrl.parse(longest).toString()).hasSize(WebUrl.MAX_LENGTH);
    assertThat(refusal(longest + "a").predicate()).isEqualTo("is longer than 8192 characters");
  }

  @Test
  void holdsHostNamesToTheLengthsOfTheNameSystem() throws Exception {
    String label = "a".repeat(63);
    String longest = String.join(".", label, label, label, "a".repeat(61));

    assertThat(WebUrl.parse("http://" + longest + "/").host()).hasSize(253);
    assertThat(refusal("http://" + longest + "a/").predicate())
        .isEqualTo("has a host longer than 253 characters");
    assertThat(refusal("http://a" + label + ".example/").predicate())
        .isEqualTo("has a host with a part longer than 63 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/c | https://example.com:8443/c",
        "c | https://example.com:8443/a/c",
        "../c?d | https://example.com:8443/c?d",
        "?d | https://example.com:8443/a/b?d",
        "#f | https://example.com:8443/a/b?q=/x/",
        "//other.example/c | https://other.example/c",
        "https://other.example | https://other.example/",
        "/a b\u00E9 | https://example.com:8443/a%20b%C3%A9",
        "c:d/e | !uses the scheme c; only http and https are allowed",
        "./c:d | https://example.com:8443/a/c:d",
        "http://example.com/ | !is not encrypted, though the URL before it was",
        "https:/c | !lacks the two slashes after https:",
        "///c | !names no host",
        "//me@other.example/ | !holds a user name or password, which is not allowed",
        "/\\other.example | !holds a backslash"
      })
  void resolvesRedirectsAsTheirReadersDo(String location, String expected) throws Exception {
    WebUrl base = WebUrl.parse("https://example.com:8443/a/b?q=/x/");

    if (expected.startsWith("!")) {
      FetchFailure refused =
          catchThrowableOfType(FetchFailure.class, () -> base.redirectedTo(location));
      assertThat(refused.predicate()).isEqualTo(expected.substring(1));
    } else {
      assertThat(base.redirectedTo(location)).hasToString(expected);
    }
  }

  @Test
  void mayRedirectFromAnUnencryptedUrlToAnEncryptedOne() throws Exception {
    assertThat(WebUrl.parse("http://example.com/").redirectedTo("https://example.com/"))
        .hasToString("https://example.com/");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/My%20Voice.mp3?x=/y.z | My Voice.mp3",
        "/stra%C3%9Fe.wav | stra\u00DFe.wav",
        "/a/ | ''",
        "/ | ''",
        "/%2E%2E | ''",
        "/..%2F..%2Fetc%2Fpasswd | ....etcpasswd",
        "/a%00b%0D%0Ac.wav | abc.wav",
        "/%E2%80%AEvaw.mp3 | vaw.mp3",
        "/%FF%FE.wav | .wav",
        "/C:%5Cx.wav | Cx.wav"
      })
  void makesFileNamesThatNoFileSystemTripsOver(String target, String name) throws Exception {
    assertThat(WebUrl.parse("http://example.com" + target).fileName()).isEqualTo(name);
  }

  private static FetchFailure refusal(String url) {
    return catchThrowableOfType(FetchFailure.class, () -> WebUrl.parse(url));
  }
}
