package dev.mynah.server.http.openai;

import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.SentRecordings;
import dev.mynah.server.voice.Recording;
import java.nio.file.Path;

/** Reads fields that hold a file; here files only come in forms. */
final class FormFiles {
  private FormFiles() {}

  /** Returns where a file lies until its request is answered. */
  static Path path(JsonFields form, String name) {
    if (SentRecordings.required(form, name) instanceof Recording.LocalFile file) {
      return file.path();
    }
    throw form.wrong(name, "must be a file of a form (multipart/form-data)");
  }
}
