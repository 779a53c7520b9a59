package dev.mynah.server.blob;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;
import software.amazon.awssdk.services.s3.presigner.model.HeadObjectPresignRequest;

/**
 * The objects of one bucket below one prefix, as the S3 library sees them. Its exceptions pass
 * through; {@link S3BlobStore} says what they mean.
 *
 * <p>Checksums of newer kinds are off, as many servers don't know them: Content-MD5 protects what
 * is sent. With keys of our own nothing else is looked for: no profile, no instance's address.
 */
final class S3Bucket implements AutoCloseable {
  private static final String OBJECTS = "blobs/";
  private static final String MARKER = "mynah-store";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration PUT_TIMEOUT = Duration.ofMinutes(15);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(4);

  private final S3Settings settings;
  private final AwsCredentialsProvider credentials;
  private final S3Client client;
  private final S3Presigner presigner;

  S3Bucket(S3Settings settings) {
    this.settings = settings;
    S3Settings.Keys keys = settings.keys();
    this.credentials =
        keys == null
            ? DefaultCredentialsProvider.builder().build()
            : StaticCredentialsProvider.create(
                AwsBasicCredentials.create(keys.access(), keys.secret()));
    this.client = client(settings, credentials);
    this.presigner = presigner(settings, credentials);
  }

  private static S3Client client(S3Settings settings, AwsCredentialsProvider credentials) {
    ClientOverrideConfiguration.Builder calls =
        ClientOverrideConfiguration.builder()
            .apiCallTimeout(CALL_TIMEOUT)
            .retryStrategy(RetryMode.STANDARD);
    if (settings.keys() != null) {
      calls.defaultProfileFile(ProfileFile.aggregator().build()).defaultProfileName("default");
    }
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .defaultsMode(DefaultsMode.STANDARD)
            .overrideConfiguration(calls.build())
            .serviceConfiguration(service(settings))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(IDLE_TIMEOUT));
    URI endpoint = settings.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private static S3Presigner presigner(S3Settings settings, AwsCredentialsProvider credentials) {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(service(settings));
    URI endpoint =
        settings.publicEndpoint() != null ? settings.publicEndpoint() : settings.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }

  private static S3Configuration service(S3Settings settings) {
    return S3Configuration.builder()
        .pathStyleAccessEnabled(settings.pathStyle())
        .chunkedEncodingEnabled(false)
        .expectContinueEnabled(false)
        .build();
  }

  S3Settings settings() {
    return settings;
  }

  void put(String id, Path file, String mediaType, ContentDigests digests) {
    client.putObject(upload(id, mediaType, digests), RequestBody.fromFile(file));
  }

  void put(String id, byte[] bytes, String mediaType, ContentDigests digests) {
    client.putObject(upload(id, mediaType, digests), RequestBody.fromBytes(bytes));
  }

  private PutObjectRequest upload(String id, String mediaType, ContentDigests digests) {
    return PutObjectRequest.builder()
        .bucket(settings.bucket())
        .key(key(id))
        .contentType(mediaType)
        .contentLength(digests.size())
        .contentMD5(digests.md5())
        .metadata(Map.of("sha256", digests.sha256()))
        .overrideConfiguration(call -> call.apiCallTimeout(PUT_TIMEOUT))
        .build();
  }

  /**
   * Opens a part of an object. {@link ResponseInputStream#abort()} it unless it was read to its
   * end.
   *
   * @param length bytes, at least 1
   */
  ResponseInputStream<GetObjectResponse> open(String id, long offset, long length) {
    return client.getObject(
        GetObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key(id))
            .range("bytes=" + offset + "-" + (offset + length - 1))
            .build());
  }

  /** Deletes an object; one that isn't there is fine. */
  void delete(String id) {
    client.deleteObject(request -> request.bucket(settings.bucket()).key(key(id)));
  }

  /**
   * Lists all objects.
   *
   * @param page takes some at a time, together with the store's own time
   */
  void list(Instant now, BiConsumer<List<S3Object>, Instant> page) {
    ListObjectsV2Request.Builder request =
        ListObjectsV2Request.builder()
            .bucket(settings.bucket())
            .prefix(settings.prefix() + OBJECTS);
    String next = null;
    do {
      ListObjectsV2Response response =
          client.listObjectsV2(request.continuationToken(next).build());
      page.accept(response.contents(), storeTime(response, now));
      next = Boolean.TRUE.equals(response.isTruncated()) ? response.nextContinuationToken() : null;
    } while (next != null);
  }

  /** Its clock and ours may differ, and the age of an object is by its clock. */
  private static Instant storeTime(ListObjectsV2Response response, Instant ours) {
    Optional<String> date = response.sdkHttpResponse().firstMatchingHeader("Date");
    try {
      return date.map(DateTimeFormatter.RFC_1123_DATE_TIME::parse).map(Instant::from).orElse(ours);
    } catch (DateTimeParseException e) {
      return ours;
    }
  }

  /** Returns the id of the file an object holds, or null if the object is none of ours. */
  @Nullable String id(S3Object object) {
    String id = object.key().substring(settings.prefix().length() + OBJECTS.length());
    return id.matches("[0-9a-f]{32}") ? id : null;
  }

  private String key(String id) {
    return settings.prefix() + OBJECTS + id;
  }

  URI presign(String id, LinkWish wish) {
    if (wish.headersOnly()) {
      HeadObjectRequest head =
          HeadObjectRequest.builder()
              .bucket(settings.bucket())
              .key(key(id))
              .responseContentType(wish.mediaType())
              .responseContentDisposition(wish.disposition())
              .build();
      return URI.create(
          presigner
              .presignHeadObject(
                  HeadObjectPresignRequest.builder()
                      .signatureDuration(wish.lifetime())
                      .headObjectRequest(head)
                      .build())
              .url()
              .toString());
    }
    GetObjectRequest get =
        GetObjectRequest.builder()
            .bucket(settings.bucket())
            .key(key(id))
            .responseContentType(wish.mediaType())
            .responseContentDisposition(wish.disposition())
            .build();
    return URI.create(
        presigner
            .presignGetObject(
                GetObjectPresignRequest.builder()
                    .signatureDuration(wish.lifetime())
                    .getObjectRequest(get)
                    .build())
            .url()
            .toString());
  }

  /** Returns what the marker of the store says, or empty if there is none yet. */
  Optional<String> marker() {
    try {
      return Optional.of(
          client
              .getObjectAsBytes(request -> request.bucket(settings.bucket()).key(markerKey()))
              .asUtf8String()
              .strip());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** Writes the marker of the store, and so proves that writing works. */
  void mark(String content) {
    client.putObject(
        request -> request.bucket(settings.bucket()).key(markerKey()).contentType("text/plain"),
        RequestBody.fromString(content + "\n"));
  }

  private String markerKey() {
    return settings.prefix() + MARKER;
  }

  /** Lists at most one object, and so proves that listing works. */
  void probeListing() {
    var unused =
        client.listObjectsV2(
            request -> request.bucket(settings.bucket()).prefix(settings.prefix()).maxKeys(1));
  }

  /** Asks for the marker's headers, and so proves in a moment that the store answers. */
  void probe() {
    var unused =
        client.headObject(
            request ->
                request
                    .bucket(settings.bucket())
                    .key(markerKey())
                    .overrideConfiguration(call -> call.apiCallTimeout(PROBE_TIMEOUT)));
  }

  /** Returns whether the bucket keeps old versions, so that nothing deleted is ever gone. */
  boolean keepsVersions() {
    return client.getBucketVersioning(request -> request.bucket(settings.bucket())).status()
        == BucketVersioningStatus.ENABLED;
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
    if (credentials instanceof DefaultCredentialsProvider found) {
      found.close();
    }
  }
}
