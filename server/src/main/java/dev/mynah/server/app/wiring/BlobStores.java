package dev.mynah.server.app.wiring;

import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.ConfigurationException;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.LocalBlobStore;
import dev.mynah.server.blob.S3BlobStore;
import dev.mynah.server.blob.S3Settings;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Secrets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the store of files the configuration asks for. */
final class BlobStores {
  private static final Logger LOG = LoggerFactory.getLogger(BlobStores.class);

  private BlobStores() {}

  static BlobStore open(
      Configuration configuration,
      Database database,
      SecureRandom random,
      IdSource ids,
      Clock clock) {
    LocalBlobStore folder =
        new LocalBlobStore(configuration.data().resolve("blobs"), database, ids, clock);
    if (configuration.blobStore().equals("s3")) {
      return S3BlobStore.open(
          settings(configuration), folder, database, new Secrets(database, random), ids, clock);
    }
    if (folder.lacksFilesOfS3()) {
      LOG.error(
          "Some files of this database are in S3 and can't be served: set blob-store to s3 again");
    }
    return folder;
  }

  private static S3Settings settings(Configuration configuration) {
    List<String> problems = new ArrayList<>();
    String bucket = configuration.s3Bucket();
    if (bucket == null) {
      problems.add("s3-bucket must be set when blob-store is s3.");
    }
    String access = configuration.s3AccessKey();
    String secret = configuration.s3SecretKey();
    if ((access == null) != (secret == null)) {
      problems.add("s3-access-key and s3-secret-key must be set both, or neither.");
    }
    if (configuration.s3PublicEndpoint() != null && !configuration.s3PresignedLinks()) {
      problems.add("s3-public-endpoint is of use only when s3-presigned-links is true.");
    }
    if (bucket == null || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    String pathStyle = configuration.s3PathStyle();
    return new S3Settings(
        configuration.s3Endpoint(),
        configuration.s3PublicEndpoint(),
        configuration.s3Region(),
        bucket,
        configuration.s3Prefix(),
        access == null || secret == null ? null : new S3Settings.Keys(access, secret),
        pathStyle.equals("auto")
            ? configuration.s3Endpoint() != null
            : Boolean.parseBoolean(pathStyle),
        configuration.s3PresignedLinks(),
        S3Settings.SWEEP_EVERY);
  }
}
