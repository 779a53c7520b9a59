package dev.mynah.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A reverse proxy that runs an example of the documentation as it stands there. */
final class ProxyProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private ProxyProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts nginx on a block that stands within {@code http}.
   *
   * @param port it listens on at loopback
   * @param target address of the server behind it, without a scheme
   */
  static ProxyProcess nginx(
      String block, Path folder, int port, String target, TestCertificate certificate)
      throws IOException {
    String example =
        block
            .replace("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
            .replace("/etc/ssl/voices.crt", certificate.certificate().toString())
            .replace("/etc/ssl/voices.key", certificate.key().toString())
            .replace("127.0.0.1:8080", target);
    boolean root = System.getProperty("user.name").equals("root");
    String whole =
        """
        %1$s
        pid %2$s/pid;
        error_log stderr;
        events {}
        http {
          access_log off;
          client_body_temp_path %2$s/body;
          proxy_temp_path %2$s/proxy;
          fastcgi_temp_path %2$s/fastcgi;
          uwsgi_temp_path %2$s/uwsgi;
          scgi_temp_path %2$s/scgi;
          %3$s
        }
        """
            .formatted(root ? "user root;" : "", folder, example);
    Path file = Files.writeString(folder.resolve("nginx.conf"), whole);
    return start(
        List.of(
            "nginx",
            "-e",
            "stderr",
            "-p",
            folder.toString(),
            "-c",
            file.toString(),
            "-g",
            "daemon off;"),
        folder);
  }

  /** Starts Caddy on a site. */
  static ProxyProcess caddy(
      String block, Path folder, int port, String target, TestCertificate certificate)
      throws IOException {
    String example =
        block
            .replace(
                "voices.example.com {",
                "https://127.0.0.1:%d {\n\ttls %s %s"
                    .formatted(port, certificate.certificate(), certificate.key()))
            .replace("127.0.0.1:8080", target);
    Path file =
        Files.writeString(
            folder.resolve("Caddyfile"),
            "{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + example);
    return start(
        List.of("caddy", "run", "--adapter", "caddyfile", "--config", file.toString()), folder);
  }

  private static ProxyProcess start(List<String> command, Path folder) throws IOException {
    Path log = folder.resolve("proxy.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", folder.toString(),
                "XDG_DATA_HOME", folder.toString(),
                "XDG_CONFIG_HOME", folder.toString()));
    return new ProxyProcess(builder.start(), log);
  }

  boolean runs() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
