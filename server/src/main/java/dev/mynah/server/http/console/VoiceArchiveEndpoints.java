package dev.mynah.server.http.console;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.http.wire.SentRecordings;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceArchives;
import dev.mynah.server.voice.VoiceImporter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A voice as one file: out of this server, and into it. */
public final class VoiceArchiveEndpoints implements ConsoleEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceArchiveEndpoints.class);
  private static final String ROOT = "/console/api/voices";
  private static final String FIELD = "file";
  private static final int PIECE_BYTES = 64 << 10;

  private final ConsoleCalls calls;
  private final VoiceArchives archives;
  private final VoiceImporter importer;
  private final BodyRules formRules;

  /**
   * @param maxArchiveBytes largest archive taken
   */
  public VoiceArchiveEndpoints(
      ConsoleCalls calls, VoiceArchives archives, VoiceImporter importer, long maxArchiveBytes) {
    this.calls = calls;
    this.archives = archives;
    this.importer = importer;
    this.formRules = BodyRules.withFiles(1).withFormBytes(maxArchiveBytes);
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, ROOT + "/{id}/export", this::export);
    routes.post(ROOT + "/import", calls.behind(Scope.CLONE, this::take));
  }

  private void export(Context context) {
    Principal caller = calls.caller(context);
    VoiceArchives.Export export = archives.export(context.pathParam("id"), caller);
    StreamedBody body =
        new StreamedBody(
            context,
            "application/zip",
            () -> {
              context.header(
                  "Content-Disposition", "attachment; filename=\"" + export.fileName() + "\"");
              context.header("Cache-Control", "no-store");
            });
    // Not closed: that would send what is left of an archive that failed, as if it were whole.
    OutputStream out = new BufferedOutputStream(new Pieces(body), PIECE_BYTES);
    try {
      export.writeTo(out);
      out.flush();
    } catch (MynahException e) {
      if (!body.begun()) {
        throw e;
      }
      LOG.warn("request {} broke off with {}", Traces.of(context), e.code());
      body.breakOff(e);
    } catch (IOException gone) {
      body.breakOff(gone);
    }
  }

  private void take(Context context, Principal caller) {
    JsonFields body = calls.body(context, formRules);
    if (!(SentRecordings.required(body, FIELD) instanceof Recording.LocalFile archive)) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY,
          "Send the archive as the part \"file\" of a form (multipart/form-data).");
    }
    Voice voice = importer.take(archive.path(), caller);
    ConsoleCalls.send(
        context,
        201,
        new Imported(voice.id(), voice.title(), ModelEntities.lower(voice.visibility())));
  }

  private record Imported(String id, String title, String visibility) {}

  /** Hands what is written on as it comes. */
  private static final class Pieces extends OutputStream {
    private final StreamedBody body;

    Pieces(StreamedBody body) {
      this.body = body;
    }

    @Override
    public void write(int value) throws IOException {
      body.write(new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      body.write(Arrays.copyOfRange(bytes, offset, offset + length));
    }
  }
}
