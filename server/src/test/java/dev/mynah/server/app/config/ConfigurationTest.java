package dev.mynah.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static final MachineDefaults MACHINE =
      new MachineDefaults(Path.of("/home/ada/data"), Path.of("/home/ada/cache"), 2);

  @TempDir Path scratch;

  /** Whoever changes a name, a default or a unit changes what operators rely on: think twice. */
  @Test
  void everyKeyHasItsNameDefaultAndUnit() {
    assertThat(
            ConfigurationKey.all().stream()
                .map(
                    key ->
                        String.join(
                                " | ", key.name(), key.declaredDefault(), key.unit(), flags(key))
                            .strip()))
        .containsExactly(
            "host | 127.0.0.1 |  |",
            "port | 8080 |  |",
            "max-connections | 1024 |  |",
            "connections-per-address | 256 |  |",
            "data | ${user-data} |  |",
            "token |  |  | optional secret",
            "fetch-allow |  |  | optional",
            "public-url |  |  | optional",
            "database-url |  |  | optional secret",
            "queue-poll | 500ms |  |",
            "takeover | 40s |  |",
            "blob-store | folder |  |",
            "s3-endpoint |  |  | optional",
            "s3-region | us-east-1 |  |",
            "s3-bucket |  |  | optional",
            "s3-prefix | mynah/ |  |",
            "s3-access-key |  |  | optional secret",
            "s3-secret-key |  |  | optional secret",
            "s3-path-style | auto |  |",
            "s3-presigned-links | false |  |",
            "s3-public-endpoint |  |  | optional",
            "database-timeout | 10s |  |",
            "least-free-disk | 256MiB | bytes |",
            "models | ${user-cache}/models |  |",
            "model-mirror |  |  | optional",
            "engine | lark |  |",
            "recognizer | moonshine-base |  |",
            "default-voice |  |  | optional",
            "voice-aliases | 933563129e564b19a115bedd57b7406a=maren,"
                + "9a9cf47702da476aa4629e2506d4a857=jonas,"
                + "ca3007f96ae7499ab87d27ea3599956a=clara,"
                + "d7900c21663f485ab63ebdb7e5905036=robin,"
                + "alloy=robin,ash=jonas,ballad=walter,coral=clara,echo=jonas,fable=walter,"
                + "nova=clara,onyx=bruno,sage=maren,shimmer=clara,verse=jonas,marin=maren,cedar=bruno |  | optional",
            "synthesis-workers | ${cores} |  |",
            "synthesis-queue | 64 |  |",
            "clone-workers | 1 |  |",
            "clone-queue | 100 |  |",
            "recognition-workers | 1 |  |",
            "recognition-threads | 1 |  |",
            "recognition-queue | 16 |  |",
            "recognition-max-bytes | 25MiB | bytes |",
            "recognition-max-length | 60m |  |",
            "require-consent | false |  |",
            "max-body-bytes | 32MiB | bytes |",
            "max-text-characters | 100000 | characters |",
            "fetch-max-bytes | 200MiB | bytes |",
            "fetch-timeout | 60s |  |",
            "request-timeout | 10m |  |",
            "speech-price | 1 | credits |",
            "clone-price | 0 | credits |",
            "design-price | 0 | credits |",
            "recognition-price | 0 | credits |",
            "key-concurrency | 0 |  |",
            "idempotency-lifetime | 24h |  |",
            "signed-url-lifetime | 7d |  |",
            "callback-lifetime | 24h |  |",
            "callback-delay | 5s |  |",
            "callback-retention | 30d |  |",
            "stop-grace | 20s |  |",
            "log-level | info |  |");
  }

  private static String flags(ConfigurationKey key) {
    return (key.optional() ? "optional " : "") + (key.secret() ? "secret" : "");
  }

  @Test
  void everyKeyIsDescribed() {
    assertThat(ConfigurationKey.all())
        .allSatisfy(
            key ->
                assertThat(key.description())
                    .isNotBlank()
                    .doesNotEndWith(".")
                    .hasSizeLessThan(140));
  }

  @Test
  void defaultsFitTheMachine() {
    Configuration configuration = load(Map.of(), Map.of());

    assertThat(configuration.host()).isEqualTo("127.0.0.1");
    assertThat(configuration.port()).isEqualTo(8080);
    assertThat(configuration.data()).isEqualTo(Path.of("/home/ada/data"));
    assertThat(configuration.models()).isEqualTo(Path.of("/home/ada/cache/models"));
    assertThat(configuration.synthesisWorkers()).isEqualTo(2);
    assertThat(configuration.token()).isNull();
    assertThat(configuration.fetchAllow()).isEmpty();
    assertThat(configuration.maxBodyBytes()).isEqualTo(32L * 1024 * 1024);
    assertThat(configuration.idempotencyLifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(configuration.signedUrlLifetime()).isEqualTo(Duration.ofDays(7));
  }

  /** Every key takes a value from the environment and gives it out under its own name. */
  @Test
  void everyKeyCanBeSetInTheEnvironment() {
    Configuration configuration =
        load(
            Map.of(),
            Map.ofEntries(
                Map.entry("MYNAH_HOST", "0.0.0.0"),
                Map.entry("MYNAH_PORT", "81"),
                Map.entry("MYNAH_MAX_CONNECTIONS", "12"),
                Map.entry("MYNAH_CONNECTIONS_PER_ADDRESS", "0"),
                Map.entry("MYNAH_DATA", "/d"),
                Map.entry("MYNAH_TOKEN", "key"),
                Map.entry("MYNAH_FETCH_ALLOW", "127.0.0.0/8, ::1/128"),
                Map.entry("MYNAH_PUBLIC_URL", "https://voices.example.com/"),
                Map.entry("MYNAH_DATABASE_URL", "jdbc:postgresql://db/mynah"),
                Map.entry("MYNAH_QUEUE_POLL", "1500ms"),
                Map.entry("MYNAH_TAKEOVER", "16s"),
                Map.entry("MYNAH_BLOB_STORE", "s3"),
                Map.entry("MYNAH_S3_ENDPOINT", "http://s3:9000"),
                Map.entry("MYNAH_S3_REGION", "garage"),
                Map.entry("MYNAH_S3_BUCKET", "voices"),
                Map.entry("MYNAH_S3_PREFIX", "m/"),
                Map.entry("MYNAH_S3_ACCESS_KEY", "access"),
                Map.entry("MYNAH_S3_SECRET_KEY", "secret"),
                Map.entry("MYNAH_S3_PATH_STYLE", "false"),
                Map.entry("MYNAH_S3_PRESIGNED_LINKS", "true"),
                Map.entry("MYNAH_S3_PUBLIC_ENDPOINT", "https://s3.example.com/"),
                Map.entry("MYNAH_DATABASE_TIMEOUT", "3s"),
                Map.entry("MYNAH_LEAST_FREE_DISK", "1GiB"),
                Map.entry("MYNAH_MODELS", "/m"),
                Map.entry("MYNAH_MODEL_MIRROR", "https://mirror.example.com/m"),
                Map.entry("MYNAH_ENGINE", "lark"),
                Map.entry("MYNAH_DEFAULT_VOICE", "wren"),
                Map.entry("MYNAH_VOICE_ALIASES", "abc=wren, def=wren"),
                Map.entry("MYNAH_SYNTHESIS_WORKERS", "3"),
                Map.entry("MYNAH_SYNTHESIS_QUEUE", "4"),
                Map.entry("MYNAH_CLONE_WORKERS", "5"),
                Map.entry("MYNAH_CLONE_QUEUE", "6"),
                Map.entry("MYNAH_REQUIRE_CONSENT", "true"),
                Map.entry("MYNAH_MAX_BODY_BYTES", "7000"),
                Map.entry("MYNAH_MAX_TEXT_CHARACTERS", "8"),
                Map.entry("MYNAH_FETCH_MAX_BYTES", "9MB"),
                Map.entry("MYNAH_FETCH_TIMEOUT", "10s"),
                Map.entry("MYNAH_REQUEST_TIMEOUT", "11m"),
                Map.entry("MYNAH_SPEECH_PRICE", "16"),
                Map.entry("MYNAH_CLONE_PRICE", "17"),
                Map.entry("MYNAH_DESIGN_PRICE", "19"),
                Map.entry("MYNAH_RECOGNIZER", "moonshine-tiny"),
                Map.entry("MYNAH_RECOGNITION_WORKERS", "19"),
                Map.entry("MYNAH_RECOGNITION_THREADS", "20"),
                Map.entry("MYNAH_RECOGNITION_QUEUE", "21"),
                Map.entry("MYNAH_RECOGNITION_MAX_BYTES", "22000000"),
                Map.entry("MYNAH_RECOGNITION_MAX_LENGTH", "23m"),
                Map.entry("MYNAH_RECOGNITION_PRICE", "24"),
                Map.entry("MYNAH_KEY_CONCURRENCY", "18"),
                Map.entry("MYNAH_IDEMPOTENCY_LIFETIME", "16h"),
                Map.entry("MYNAH_SIGNED_URL_LIFETIME", "12h"),
                Map.entry("MYNAH_CALLBACK_LIFETIME", "13m"),
                Map.entry("MYNAH_CALLBACK_DELAY", "14ms"),
                Map.entry("MYNAH_CALLBACK_RETENTION", "14d"),
                Map.entry("MYNAH_STOP_GRACE", "15s"),
                Map.entry("MYNAH_LOG_LEVEL", "debug")));

    assertThat(configuration)
        .isEqualTo(
            new Configuration(
                "0.0.0.0",
                81,
                12,
                0,
                Path.of("/d"),
                "key",
                List.of("127.0.0.0/8", "::1/128"),
                URI.create("https://voices.example.com"),
                "jdbc:postgresql://db/mynah",
                Duration.ofMillis(1500),
                Duration.ofSeconds(16),
                "s3",
                URI.create("http://s3:9000"),
                "garage",
                "voices",
                "m/",
                "access",
                "secret",
                "false",
                true,
                URI.create("https://s3.example.com"),
                Duration.ofSeconds(3),
                1L << 30,
                Path.of("/m"),
                "https://mirror.example.com/m",
                "lark",
                "moonshine-tiny",
                "wren",
                List.of("abc=wren", "def=wren"),
                3,
                4,
                5,
                6,
                19,
                20,
                21,
                22_000_000,
                Duration.ofMinutes(23),
                true,
                7000,
                8,
                9_000_000,
                Duration.ofSeconds(10),
                Duration.ofMinutes(11),
                16,
                17,
                19,
                24,
                18,
                Duration.ofHours(16),
                Duration.ofHours(12),
                Duration.ofMinutes(13),
                Duration.ofMillis(14),
                Duration.ofDays(14),
                Duration.ofSeconds(15),
                "debug"));
  }

  @Test
  void theLaterSourceWins() throws IOException {
    Path file = write("mynah.properties", "port=1\nhost=file\nengine=lark\n");

    LoadedConfiguration loaded =
        loader(Map.of("MYNAH_PORT", "3"))
            .load(Map.of("config", file.toString(), "port", "2", "host", "option"));

    assertThat(loaded.configuration().port()).isEqualTo(3);
    assertThat(loaded.configuration().host()).isEqualTo("option");
    assertThat(loaded.settings())
        .extracting(ResolvedSetting::toString)
        .contains(
            "port=3 (variable MYNAH_PORT)",
            "host=option (option --host)",
            "engine=lark (file " + file + ")",
            "synthesis-queue=64 (default)");
  }

  @Test
  void readsYamlWithListsAndNumbers() throws IOException {
    Path file =
        write("mynah.yaml", "port: 9\nfetch-allow:\n  - 10.0.0.0/8\n  - fd00::/8\ntoken:\n");

    Configuration configuration = load(Map.of("config", file.toString()), Map.of());

    assertThat(configuration.port()).isEqualTo(9);
    assertThat(configuration.fetchAllow()).containsExactly("10.0.0.0/8", "fd00::/8");
    assertThat(configuration.token()).isNull();
  }

  @Test
  void findsTheFileThroughTheEnvironmentToo() throws IOException {
    Path file = write("mynah.properties", "port=77");

    assertThat(load(Map.of(), Map.of("MYNAH_CONFIG", file.toString())).port()).isEqualTo(77);
  }

  @Test
  void namesTheNearestKeyForAnUnknownOneWhereverItStands() throws IOException {
    Path file = write("mynah.yml", "fetch-alow: 10.0.0.0/8\n");

    assertThatThrownBy(
            () ->
                loader(Map.of("MYNAH_PUBLIC_ULR", "x"))
                    .load(Map.of("config", file.toString(), "prot", "1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "\"fetch-alow\" (file " + file + ") is no setting; did you mean fetch-allow?")
        .hasMessageContaining("\"prot\" (option --prot) is no setting; did you mean port?")
        .hasMessageContaining("MYNAH_PUBLIC_ULR is no setting; did you mean MYNAH_PUBLIC_URL?");
  }

  @Test
  void leavesTheLaunchersAndTestsVariablesAlone() {
    assertThat(load(Map.of(), Map.of("MYNAH_JAVA_OPTS", "-Xmx1g", "MYNAH_TEST_X", "y")).port())
        .isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          port              | http         | port must be a whole number from 0 to 65535; it is "http" (option --port).
          port              | 65536        | port must be a whole number from 0 to 65535; it is "65536" (option --port).
          port              | -1           | port must be a whole number from 0 to 65535; it is "-1" (option --port).
          port              | 80MB         | port must be a whole number from 0 to 65535; it is "80MB" (option --port).
          port              | 99999999999999999999 | port must be a whole number from 0 to 65535; it is "99999999999999999999" (option --port).
          max-body-bytes    | 9000000000GiB| max-body-bytes must be a whole number of bytes, at least 1024, e.g. 1048576 or 1MiB; it is "9000000000GiB" (option --max-body-bytes).
          max-body-bytes    | 12           | max-body-bytes must be a whole number of bytes, at least 1024, e.g. 1048576 or 1MiB; it is "12" (option --max-body-bytes).
          fetch-timeout     | 60           | fetch-timeout must be a time above 0 with its unit: ms, s, m, h or d, e.g. 90s; it is "60" (option --fetch-timeout).
          fetch-timeout     | 0s           | fetch-timeout must be a time above 0 with its unit: ms, s, m, h or d, e.g. 90s; it is "0s" (option --fetch-timeout).
          fetch-timeout     | 999999999999999999d | fetch-timeout must be a time of a hundred years at most; it is "999999999999999999d" (option --fetch-timeout).
          public-url        | ftp://x      | public-url must be an address such as https://voices.example.com, without query; it is "ftp://x" (option --public-url).
          public-url        | https://x/?a | public-url must be an address such as https://voices.example.com, without query; it is "https://x/?a" (option --public-url).
          s3-presigned-links | yes         | s3-presigned-links must be true or false; it is "yes" (option --s3-presigned-links).
          blob-store        | floppy       | blob-store must be one of folder, s3; it is "floppy" (option --blob-store).
          engine            | parrot       | engine must be one of lark; it is "parrot" (option --engine).
          host              | ''           | host must not be empty; it is "" (option --host).
          """)
  void saysKeyRuleValueAndOriginOfABadValue(String key, String value, String message) {
    assertThatThrownBy(() -> load(Map.of(key, value), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void tellsAllProblemsAtOnce() {
    assertThatThrownBy(() -> load(Map.of("port", "x", "stop-grace", "y"), Map.of()))
        .hasMessageContaining("port must")
        .hasMessageContaining("stop-grace must");
  }

  @Test
  void saysThatTheFileIsMissingOrNested() throws IOException {
    assertThatThrownBy(() -> load(Map.of("config", "/no/such.yaml"), Map.of()))
        .hasMessageContaining("The configuration file /no/such.yaml can't be read");
    Path nested = write("nested.yaml", "server:\n  port: 1\n");
    assertThatThrownBy(() -> load(Map.of("config", nested.toString()), Map.of()))
        .hasMessageContaining("server (file " + nested + ") must be one value");
    Path broken = write("broken.yaml", "port: [1\n");
    assertThatThrownBy(() -> load(Map.of("config", broken.toString()), Map.of()))
        .hasMessageContaining("is not YAML");
  }

  @Test
  void neverShowsSecrets() {
    LoadedConfiguration loaded =
        loader(
                Map.of(
                    "MYNAH_TOKEN", "hush-hush",
                    "MYNAH_DATABASE_URL", "jdbc:postgresql://db/x?password=hush-hush"))
            .load(Map.of());

    assertThat(loaded.toString()).doesNotContain("hush-hush").contains("token=********");
    assertThat(loaded.configuration().toString()).doesNotContain("hush-hush");
  }

  private Configuration load(Map<String, String> options, Map<String, String> environment) {
    return loader(environment).load(options).configuration();
  }

  private static ConfigurationLoader loader(Map<String, String> environment) {
    return new ConfigurationLoader(environment, MACHINE);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(scratch.resolve(name), text);
  }
}
