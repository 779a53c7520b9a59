package dev.mynah.server.http.platform;

import dev.mynah.server.blob.MediaLinks;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.ReceivedFile;
import dev.mynah.server.http.wire.RequestKeys;
import dev.mynah.server.http.wire.UploadReader;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.task.IdempotencyKey;
import dev.mynah.server.token.Principal;
import dev.mynah.server.upload.Upload;
import dev.mynah.server.upload.UploadService;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.file.Path;

/**
 * {@code POST /files/}: takes a file in and answers with a link to it, which is good as {@code
 * voice_url} or {@code image_url}.
 */
final class FileEndpoint {
  private static final String FIELD = "file";

  private final PlatformCalls calls;
  private final UploadReader forms;
  private final UploadService uploads;
  private final MediaLinks links;

  FileEndpoint(PlatformCalls calls, UploadReader forms, UploadService uploads, MediaLinks links) {
    this.calls = calls;
    this.forms = forms;
    this.uploads = uploads;
    this.links = links;
  }

  void addRoutes(RoutesConfig routes, String root) {
    routes.post(root + "/files", this::takeIn);
  }

  private void takeIn(Context context) {
    Principal caller = calls.uploader(context);
    if (!RequestKeys.has(context)) { // the file that filled the room may come a second time
      uploads.requireRoom(caller);
    }
    Path incoming = uploads.incoming();
    try {
      ReceivedFile file = forms.read(context, FIELD, incoming, uploads.settings().maxBytes());
      IdempotencyKey key = RequestKeys.of(context, Json.tree(file));
      Upload upload =
          uploads.keep(incoming, file.size(), file.name(), file.mediaType(), caller, key);
      String url = links.link(upload.blobId(), upload.fileName(), upload.expiresAt());
      PlatformCalls.send(
          context,
          201,
          new PlatformWire.File(
              WireIds.shown(upload.blobId()),
              url,
              url,
              upload.fileName(),
              upload.size(),
              upload.mediaType(),
              upload.expiresAt().toString()));
    } finally {
      uploads.discard(incoming);
    }
  }
}
