package dev.mynah.server.model;

import java.util.List;

/**
 * A model there is.
 *
 * @param name lower-case name, e.g. {@code lark}
 * @param version of its files
 * @param title for people
 * @param bytes size of all files
 * @param installed whether it is on this machine
 * @param used whether this server speaks or listens with it
 * @param licence SPDX identifier
 * @param credit whose work it is
 * @param home page about it
 * @param sources where it can be had, in the order they are tried
 * @param folder where its files are, or would be
 */
public record ShelvedModel(
    String name,
    String version,
    String title,
    long bytes,
    boolean installed,
    boolean used,
    String licence,
    String credit,
    String home,
    List<String> sources,
    String folder) {
  public ShelvedModel {
    sources = List.copyOf(sources);
  }
}
