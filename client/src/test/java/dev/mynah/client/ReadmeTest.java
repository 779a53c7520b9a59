package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.mynah.server.it.ToneServer;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every Java snippet of README.md, compiled for Java 17 and run against the real server. */
@ExtendWith(SharedServer.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ReadmeTest {
  private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");
  private static final String SECRET = "whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=";
  private static final String CALLBACK =
      "{\"success\":true,\"task_id\":\"t\",\"data\":{\"_id\":\"v\",\"title\":\"A\"}}";
  private static final String HEAD =
      """
      import dev.mynah.client.*;
      import java.io.*;
      import java.nio.ByteBuffer;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;

      public final class NAME {
        public static void run(MynahClient mynah, String key, Path folder, String secret,
            Map<String, List<String>> headers, byte[] body, ByteArrayOutputStream out)
            throws Exception {
      """;

  @TempDir private Path folder;

  @Test
  void everySnippetCompilesForJava17AndRuns(ToneServer server) throws Exception {
    try (WebPeer web = new WebPeer();
        MynahClient mynah = SharedServer.client(server)) {
      byte[] tone = Recordings.tone(250, 1, 16_000);
      Files.write(folder.resolve("reading.wav"), tone);
      web.serve("/reading.mp3", tone);
      List<String> names = write(server.address(), web.url(""));
      assertThat(names).hasSizeGreaterThan(10);
      compile(names);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (URLClassLoader loader =
          new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
        for (String name : names) {
          loader
              .loadClass(name)
              .getMethod(
                  "run",
                  MynahClient.class,
                  String.class,
                  Path.class,
                  String.class,
                  Map.class,
                  byte[].class,
                  ByteArrayOutputStream.class)
              .invoke(
                  null,
                  mynah,
                  ToneServer.KEY,
                  folder,
                  SECRET,
                  signed(),
                  CALLBACK.getBytes(UTF_8),
                  out);
        }
      }
      assertThat(folder.resolve("evening.mp3")).isNotEmptyFile();
      assertThat(folder.resolve("whole.mp3")).isNotEmptyFile();
      assertThat(out.size()).isPositive();
    }
  }

  private static Map<String, List<String>> signed() throws Exception {
    long now = Instant.now().getEpochSecond();
    return Map.of(
        "webhook-id", List.of("msg_1"),
        "webhook-timestamp", List.of(Long.toString(now)),
        "webhook-signature", List.of(new Webhook(SECRET).sign("msg_1", now, CALLBACK)));
  }

  /** Writes a class for each snippet, with the addresses and files of the test. */
  private List<String> write(String address, String web) throws IOException {
    List<String> names = new ArrayList<>();
    Matcher snippets = SNIPPET.matcher(Files.readString(Path.of("README.md")));
    while (snippets.find()) {
      String name = "Snippet" + names.size();
      String head = HEAD.replace("NAME", name);
      String code =
          snippets
              .group(1)
              .replace("http://127.0.0.1:8080", address)
              .replace("https://example.com", web)
              .replaceAll("Path\\.of\\(", "folder.resolve(");
      if (code.contains("var mynah =")) {
        head = head.replace("MynahClient mynah,", "MynahClient unused,");
      }
      Files.writeString(folder.resolve(name + ".java"), head + code + "  }\n}\n");
      names.add(name);
    }
    return names;
  }

  private void compile(List<String> names) throws IOException, URISyntaxException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    String client =
        Path.of(MynahClient.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, UTF_8)) {
      List<Path> sources = names.stream().map(name -> folder.resolve(name + ".java")).toList();
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  problems,
                  List.of("--release", "17", "-d", folder.toString(), "-cp", client),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("%s", problems.getDiagnostics()).isTrue();
    }
  }
}
