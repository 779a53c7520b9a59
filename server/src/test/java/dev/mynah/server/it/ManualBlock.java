package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of the documentation.
 *
 * @param page its file's path from the root of the project
 * @param line of the fence that opens it, from 1
 * @param language of that fence, empty if it says none
 * @param mark what the comment right above it says, empty if there is none
 * @param text within it, each line ended
 */
record ManualBlock(String page, int line, String language, String mark, String text) {
  /** The project's root, seen from a module. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern FENCE = Pattern.compile("( *)(```+)(\\w*)");
  private static final Pattern COMMENT = Pattern.compile("<!-- *(.*?) *-->");

  /** Returns the pages whose commands are tried, by path from the root. */
  static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      List<String> pages =
          new ArrayList<>(
              files
                  .map(file -> "docs/" + file.getFileName())
                  .filter(name -> name.endsWith(".md"))
                  .sorted()
                  .toList());
      pages.addFirst("README.md");
      return pages;
    }
  }

  /** Returns the blocks of a page, first to last. */
  static List<ManualBlock> of(String page) throws IOException {
    List<ManualBlock> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(ROOT.resolve(page));
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      if (fence.matches()) {
        StringBuilder text = new StringBuilder();
        int opening = at;
        String end = fence.group(1) + fence.group(2);
        for (at++; at < lines.size() && !lines.get(at).equals(end); at++) {
          text.append(
                  lines
                      .get(at)
                      .substring(Math.min(fence.group(1).length(), lines.get(at).length())))
              .append('\n');
        }
        assertThat(at)
            .as("%s:%d begins a block that ends", page, opening + 1)
            .isLessThan(lines.size());
        blocks.add(
            new ManualBlock(
                page, opening + 1, fence.group(3), markAbove(lines, opening), text.toString()));
      }
    }
    return blocks;
  }

  private static String markAbove(List<String> lines, int opening) {
    if (opening == 0) {
      return "";
    }
    Matcher comment = COMMENT.matcher(lines.get(opening - 1).strip());
    return comment.matches() ? comment.group(1) : "";
  }

  /** Returns where it is, as editors take it. */
  String place() {
    return page + ":" + line;
  }
}
