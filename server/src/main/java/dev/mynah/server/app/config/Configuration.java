package dev.mynah.server.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is. The key of each is its name in kebab case: {@code publicUrl} is {@code
 * public-url} in a file, {@code --public-url} on the command line and {@code MYNAH_PUBLIC_URL} in
 * the environment. Sizes are bytes and may be written with KiB, MiB or GiB; times are written with
 * ms, s, m, h or d.
 */
public record Configuration(
    @Setting(
            section = "Web server",
            description = "Address to listen on",
            defaultValue = "127.0.0.1")
        String host,
    @Setting(
            description = "Port to listen on; 0 takes a free one",
            defaultValue = "8080",
            min = 0,
            max = 65535)
        int port,
    @Setting(
            description = "Connections open at once; further ones wait to be accepted",
            defaultValue = "1024",
            min = 1,
            max = 100_000)
        int maxConnections,
    @Setting(
            description =
                "Connections open at once from one address, a reverse proxy's too; 0 sets no limit",
            defaultValue = "256",
            min = 0,
            max = 100_000)
        int connectionsPerAddress,
    @Setting(
            section = "Data and access",
            description = "Folder of the database, the audio and the voices",
            defaultValue = "${user-data}")
        Path data,
    @Setting(
            description = "An API key with all scopes that always works; none by default",
            secret = true)
        @Nullable String token,
    @Setting(
            description =
                "Networks, as comma-separated CIDRs, that URLs in requests may lead to although"
                    + " they are not public")
        List<String> fetchAllow,
    @Setting(
            description =
                "Base of the links in answers, as others reach this server; by default the address"
                    + " it listens on")
        @Nullable URI publicUrl,
    @Setting(
            section = "Database and shared work",
            description =
                "jdbc:postgresql://... to use PostgreSQL; by default SQLite in the data folder",
            secret = true)
        @Nullable String databaseUrl,
    @Setting(
            description =
                "How often a server on a shared PostgreSQL looks for work that the others can't get"
                    + " to",
            defaultValue = "500ms")
        Duration queuePoll,
    @Setting(
            description =
                "How long a server on a shared PostgreSQL may be silent before the others take up"
                    + " its work",
            defaultValue = "40s")
        Duration takeover,
    @Setting(
            section = "Files",
            description = "Where audio and pictures are kept: in the data folder, or in S3",
            defaultValue = "folder",
            choices = {"folder", "s3"})
        String blobStore,
    @Setting(description = "Address of the S3 server; by default Amazon's own of the region")
        @Nullable URI s3Endpoint,
    @Setting(description = "Region that requests to S3 are signed for", defaultValue = "us-east-1")
        String s3Region,
    @Setting(description = "Bucket that is there already; needed with blob-store=s3")
        @Nullable String s3Bucket,
    @Setting(description = "Path in the bucket that all keys begin with", defaultValue = "mynah/")
        String s3Prefix,
    @Setting(
            description =
                "Access key of S3; without it, keys are looked for where Amazon's tools find"
                    + " theirs",
            secret = true)
        @Nullable String s3AccessKey,
    @Setting(description = "Secret that belongs to s3-access-key", secret = true)
        @Nullable String s3SecretKey,
    @Setting(
            description =
                "Whether the bucket is in the path rather than in the host name; auto: if"
                    + " s3-endpoint is set",
            defaultValue = "auto",
            choices = {"auto", "true", "false"})
        String s3PathStyle,
    @Setting(
            description =
                "Whether links to audio lead on to S3 itself, which listeners must be able to"
                    + " reach",
            defaultValue = "false")
        boolean s3PresignedLinks,
    @Setting(description = "Address of the S3 server as listeners reach it, if it is another")
        @Nullable URI s3PublicEndpoint,
    @Setting(
            description =
                "How long a request waits for the database before it is told to come back",
            defaultValue = "10s")
        Duration databaseTimeout,
    @Setting(
            description = "Room on the data folder's disk below which /readyz says not ready",
            defaultValue = "256MiB",
            unit = "bytes",
            min = 0)
        long leastFreeDisk,
    @Setting(
            section = "Models and voices",
            description = "Folder of the models",
            defaultValue = "${user-cache}/models")
        Path models,
    @Setting(description = "Folder or URL that models are taken from before anywhere else")
        @Nullable String modelMirror,
    @Setting(
            description = "Engine that speaks and clones",
            defaultValue = "lark",
            choices = {"lark"})
        String engine,
    @Setting(
            description =
                "Recogniser that writes recordings down; its model is fetched and loaded when first"
                    + " asked for",
            defaultValue = "moonshine-base",
            choices = {"moonshine-base", "moonshine-tiny", "none"})
        String recognizer,
    @Setting(
            description =
                "Voice, by id or alias, that speaks when a request names none; by default"
                    + " the first preset")
        @Nullable String defaultVoice,
    @Setting(
            description =
                "Ids and names that clients know from elsewhere and the voices that answer to them, as"
                    + " comma-separated id=voice",
            defaultValue =
                "933563129e564b19a115bedd57b7406a=maren,9a9cf47702da476aa4629e2506d4a857=jonas,"
                    + "ca3007f96ae7499ab87d27ea3599956a=clara,"
                    + "d7900c21663f485ab63ebdb7e5905036=robin,"
                    + "alloy=robin,ash=jonas,ballad=walter,coral=clara,echo=jonas,fable=walter,"
                    + "nova=clara,onyx=bruno,sage=maren,shimmer=clara,verse=jonas,marin=maren,cedar=bruno")
        List<String> voiceAliases,
    @Setting(
            section = "Work at a time",
            description = "Texts spoken at the same time",
            defaultValue = "${cores}",
            min = 1,
            max = 1024)
        int synthesisWorkers,
    @Setting(
            description = "Texts that may wait for a worker before callers are told to come back",
            defaultValue = "64",
            min = 0,
            max = 100_000)
        int synthesisQueue,
    @Setting(description = "Voices made at the same time", defaultValue = "1", min = 1, max = 64)
        int cloneWorkers,
    @Setting(
            description = "Voices that may wait to be made before callers are told to come back",
            defaultValue = "100",
            min = 0,
            max = 100_000)
        int cloneQueue,
    @Setting(
            description = "Recordings written down at the same time",
            defaultValue = "1",
            min = 1,
            max = 64)
        int recognitionWorkers,
    @Setting(
            description = "Threads that work on one recording",
            defaultValue = "1",
            min = 1,
            max = 64)
        int recognitionThreads,
    @Setting(
            description =
                "Recordings that may wait to be written down before callers are told to come back",
            defaultValue = "16",
            min = 0,
            max = 100_000)
        int recognitionQueue,
    @Setting(
            description = "Largest recording that is written down",
            defaultValue = "25MiB",
            unit = "bytes",
            min = 1024)
        long recognitionMaxBytes,
    @Setting(description = "Longest recording that is written down", defaultValue = "60m")
        Duration recognitionMaxLength,
    @Setting(
            section = "Limits of requests",
            description =
                "Whether every clone must come with a statement that the owner of the voice agrees",
            defaultValue = "false")
        boolean requireConsent,
    @Setting(
            description = "Largest request body",
            defaultValue = "32MiB",
            unit = "bytes",
            min = 1024)
        long maxBodyBytes,
    @Setting(
            description = "Longest text of one request",
            defaultValue = "100000",
            unit = "characters",
            min = 1,
            max = 10_000_000)
        int maxTextCharacters,
    @Setting(
            description = "Largest recording fetched from a URL",
            defaultValue = "200MiB",
            unit = "bytes",
            min = 1024)
        long fetchMaxBytes,
    @Setting(description = "Longest time a fetch may take in all", defaultValue = "60s")
        Duration fetchTimeout,
    @Setting(
            description = "How long a request that waits for a clone or a text is kept open",
            defaultValue = "10m")
        Duration requestTimeout,
    @Setting(
            section = "Credit and keys",
            description = "What a byte of text to be spoken costs a key",
            defaultValue = "1",
            unit = "credits",
            min = 0,
            max = 1_000_000)
        long speechPrice,
    @Setting(
            description = "What a voice costs a key",
            defaultValue = "0",
            unit = "credits",
            min = 0,
            max = 1_000_000_000)
        long clonePrice,
    @Setting(
            description = "What voices designed from words cost a key, however many of one order",
            defaultValue = "0",
            unit = "credits",
            min = 0,
            max = 1_000_000_000)
        long designPrice,
    @Setting(
            description = "What a second of a recording that is written down costs a key",
            defaultValue = "0",
            unit = "credits",
            min = 0,
            max = 1_000_000)
        long recognitionPrice,
    @Setting(
            description =
                "Requests a key may have in flight unless it has a limit of its own; 0 for any"
                    + " number",
            defaultValue = "0",
            min = 0,
            max = 100_000)
        int keyConcurrency,
    @Setting(
            section = "Links, callbacks and repeats",
            description =
                "How long a repeated request with the same Idempotency-Key is known again",
            defaultValue = "24h")
        Duration idempotencyLifetime,
    @Setting(
            description = "How long a link to audio works after the answer that holds it",
            defaultValue = "7d")
        Duration signedUrlLifetime,
    @Setting(
            description = "How long a callback that fails is tried before it is given up",
            defaultValue = "24h")
        Duration callbackLifetime,
    @Setting(
            description =
                "Wait after a callback's first failure; each further one is twice as long, up to"
                    + " an hour",
            defaultValue = "5s")
        Duration callbackDelay,
    @Setting(
            description = "How long callbacks that were given up are kept for a replay",
            defaultValue = "30d")
        Duration callbackRetention,
    @Setting(
            section = "Stopping and logs",
            description = "How long a stopping server lets requests and work finish",
            defaultValue = "20s")
        Duration stopGrace,
    @Setting(
            description = "How much is logged",
            defaultValue = "info",
            choices = {"error", "warn", "info", "debug", "trace"})
        String logLevel) {
  public Configuration {
    fetchAllow = List.copyOf(fetchAllow);
    voiceAliases = List.copyOf(voiceAliases);
  }

  /** Shows nothing: some values are secret. {@link LoadedConfiguration} shows the others. */
  @Override
  public String toString() {
    return "Configuration";
  }
}
