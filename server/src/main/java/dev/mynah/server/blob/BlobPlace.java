package dev.mynah.server.blob;

/** Where the bytes of a file are; its name stands in the row. */
enum BlobPlace {
  /** The data folder, under the hash of the content. */
  FOLDER,
  /** The bucket, under the id. */
  S3
}
