package dev.mynah.server.blob;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What failures of the S3 library mean: to a caller, to the log, and at the start. */
final class S3Failures {
  private static final Logger LOG = LoggerFactory.getLogger(S3Failures.class);
  private static final String BUCKET_REGION = "x-amz-bucket-region";

  private S3Failures() {}

  /**
   * Returns what to tell a caller whose request met a failure; the log gets the details.
   *
   * @param action what was tried, e.g. {@code a file could not be stored}
   */
  static MynahException during(String action, SdkException failure) {
    LOG.warn("In the S3 store {}: {}", action, describe(failure));
    return MynahException.of(
        ErrorCode.UNAVAILABLE,
        "The store of files can't be reached just now; try again in a moment.",
        failure);
  }

  /** Returns status and code, or the first cause: never an address with a signature in it. */
  static String describe(SdkException failure) {
    if (failure instanceof S3Exception answered) {
      return answered.statusCode() + " " + code(answered);
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + root.getMessage();
  }

  /** Returns why a server can't start on a store, and what to do about it. */
  static MynahException atStart(S3Settings settings, SdkException failure) {
    return MynahException.of(ErrorCode.UNAVAILABLE, reason(settings, failure), failure);
  }

  private static String reason(S3Settings settings, SdkException failure) {
    String bucket = "\"" + settings.bucket() + "\"";
    if (!(failure instanceof S3Exception answered)) {
      return clientReason(settings, failure);
    }
    String region =
        answered
            .awsErrorDetails()
            .sdkHttpResponse()
            .firstMatchingHeader(BUCKET_REGION)
            .orElse("the bucket's own");
    return switch (code(answered)) {
      case "NoSuchBucket" ->
          "There is no bucket "
              + bucket
              + " at "
              + settings.place()
              + ": make it, or choose another with s3-bucket.";
      case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken" ->
          "The S3 store at "
              + settings.place()
              + " doesn't accept the keys ("
              + code(answered)
              + "): check s3-access-key and s3-secret-key.";
      case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint" ->
          "The bucket " + bucket + " is in another region: set s3-region to " + region + ".";
      case "RequestTimeTooSkewed" ->
          "The clock of this machine and that of the S3 store differ too much: set them right.";
      default ->
          answered.statusCode() == 403
              ? "The keys may not use the bucket "
                  + bucket
                  + " at "
                  + settings.place()
                  + ": let them list it, and get, put and delete objects in it."
              : "The S3 store at "
                  + settings.place()
                  + " refuses the bucket "
                  + bucket
                  + " ("
                  + describe(failure)
                  + ").";
    };
  }

  private static String clientReason(S3Settings settings, SdkException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("credentials")) {
      return "There are no keys for the S3 store: set s3-access-key and s3-secret-key.";
    }
    return "The S3 store at "
        + settings.place()
        + " can't be reached ("
        + describe(failure)
        + "): check s3-endpoint, and that the store is running.";
  }

  private static String code(S3Exception failure) {
    return failure.awsErrorDetails() == null
        ? "without a code"
        : String.valueOf(failure.awsErrorDetails().errorCode());
  }
}
