package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells how much room there is. */
@FunctionalInterface
interface DiskSpace {
  DiskSpace REAL = folder -> Files.getFileStore(folder).getUsableSpace();

  /** Returns the bytes that may still be written below {@code folder}. */
  long usableBytes(Path folder) throws IOException;
}
