package dev.mynah.server.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

/**
 * A contract as people read it: sections of cases, each a request and what must come back. The file
 * explains its own writing.
 */
final class ContractTable {
  private static final String SECTION = "== ";
  private static final Pattern SHAPE = Pattern.compile("shape (\\w+) (.*)", Pattern.DOTALL);
  private static final Pattern HEADER = Pattern.compile("([a-z-]+):\\s*(.*)");
  private static final Pattern STATUS = Pattern.compile("(\\d{3}) (.*)", Pattern.DOTALL);
  private static final String DEFAULT_CALLER = "ann";

  private final Map<String, String> shapes = new HashMap<>();
  private final List<Section> sections = new ArrayList<>();

  /** Sends a case's request and compares the answer. */
  interface Check {
    void of(Case each) throws Exception;
  }

  /** Returns a test for each case, by section. */
  Stream<DynamicContainer> tests(Check check) {
    return sections.stream()
        .map(
            section ->
                DynamicContainer.dynamicContainer(
                    section.title(),
                    section.cases().stream()
                        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check.of(each)))));
  }

  /** Cases that belong together, in the order they must run in. */
  record Section(String title, List<Case> cases) {}

  /**
   * A request and its answer.
   *
   * @param caller whose key is shown
   * @param method GET, POST and so on, or AWAIT or CALLBACK
   * @param target path, or what is awaited
   * @param status of the answer; 0 for a callback
   * @param expected the answer's shape, or code and words of an error
   */
  record Case(
      String name,
      String caller,
      String method,
      String target,
      String body,
      Map<String, String> headers,
      int status,
      String expected) {}

  /** Reads a table that lies beside this class. */
  static ContractTable read(String resource) throws IOException {
    try (InputStream in = ContractTable.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("there is no " + resource);
      }
      ContractTable table = new ContractTable();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String block : text.split("\\n\\s*\\n", -1)) {
        table.add(block.strip());
      }
      return table;
    }
  }

  /** Returns the shapes that have names, as they are written. */
  Map<String, String> shapes() {
    return shapes;
  }

  private void add(String block) {
    Matcher shape = SHAPE.matcher(block);
    if (block.isEmpty() || block.startsWith("#")) {
      return;
    }
    if (block.startsWith(SECTION)) {
      sections.add(new Section(block.substring(SECTION.length()), new ArrayList<>()));
    } else if (shape.matches()) {
      shapes.put(shape.group(1), shape.group(2));
    } else {
      sections.getLast().cases().add(read(joined(block)));
    }
  }

  /** A line that is indented further goes on from the one before. */
  private static List<String> joined(String block) {
    List<String> lines = new ArrayList<>();
    for (String line : block.split("\\n", -1)) {
      if (line.startsWith("    ") && !lines.isEmpty()) {
        lines.addLast(lines.removeLast() + " " + line.strip());
      } else {
        lines.add(line.strip());
      }
    }
    return lines;
  }

  private static Case read(List<String> lines) {
    String caller = DEFAULT_CALLER;
    int at = 1;
    if (lines.get(at).startsWith("as ")) {
      caller = lines.get(at).substring(3);
      at++;
    }
    String[] request = lines.get(at).split(" ", 3);
    at++;
    Map<String, String> headers = new HashMap<>();
    for (Matcher header = HEADER.matcher(lines.get(at)); header.matches(); ) {
      headers.put(header.group(1), header.group(2));
      at++;
      header = HEADER.matcher(lines.get(at));
    }
    Matcher status = STATUS.matcher(lines.get(at));
    boolean answered = status.matches();
    if (at + 1 != lines.size() || answered == request[0].equals("CALLBACK")) {
      throw new IllegalArgumentException("can't read the case " + lines);
    }
    return new Case(
        lines.getFirst(),
        caller,
        request[0],
        request[1],
        request.length > 2 ? request[2] : "",
        Map.copyOf(headers),
        answered ? Integer.parseInt(status.group(1)) : 0,
        answered ? status.group(2) : lines.get(at));
  }
}
