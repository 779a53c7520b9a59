package dev.mynah.server.blob;

import dev.mynah.server.fetch.OwnFile;
import dev.mynah.server.fetch.OwnFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** The stored files that a caller names by a signed link. */
public final class SignedFiles implements OwnFiles {
  private final BlobStore blobs;
  private final LinkSignatures signatures;

  public SignedFiles(BlobStore blobs, LinkSignatures signatures) {
    this.blobs = blobs;
    this.signatures = signatures;
  }

  @Override
  public Optional<OwnFile> find(String url) {
    return signatures
        .file(url)
        .flatMap(file -> blobs.find(file.blobId()).map(blob -> new Stored(blobs, blob, file)));
  }

  private record Stored(BlobStore blobs, Blob blob, LinkSignatures.SignedFile link)
      implements OwnFile {
    @Override
    public long size() {
      return blob.size();
    }

    @Override
    public String mediaType() {
      return blob.mediaType();
    }

    @Override
    public String name() {
      return link.fileName();
    }

    @Override
    public void copyTo(OutputStream out) throws IOException {
      try (BlobContent content = blobs.open(blob.id())) {
        content.transferTo(out);
      }
    }
  }
}
