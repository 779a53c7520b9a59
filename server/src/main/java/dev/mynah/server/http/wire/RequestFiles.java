package dev.mynah.server.http.wire;

import dev.mynah.server.blob.WorkFolder;
import io.javalin.http.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files a request brought along: there until it is answered. Used by its thread only. */
public final class RequestFiles {
  private static final String ATTRIBUTE = "dev.mynah.files";

  private final WorkFolder folder;
  private final List<Path> files = new ArrayList<>();

  private RequestFiles(WorkFolder folder) {
    this.folder = folder;
  }

  static RequestFiles of(Context context, WorkFolder folder) {
    if (context.attribute(ATTRIBUTE) instanceof RequestFiles before) {
      return before;
    }
    RequestFiles files = new RequestFiles(folder);
    context.attribute(ATTRIBUTE, files);
    return files;
  }

  /** Returns a name no file has; what will be there is deleted with the others. */
  Path fresh() {
    Path file = folder.fresh();
    files.add(file);
    return file;
  }

  /** Deletes what a request brought along, once it is answered. */
  public static void release(Context context) {
    if (context.attribute(ATTRIBUTE) instanceof RequestFiles files) {
      files.files.forEach(files.folder::discard);
      context.attribute(ATTRIBUTE, null);
    }
  }
}
