package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.mynah.server.it.OpenApi.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The document says what is there, all of it, and nothing else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiDocumentTest {
  /** Pages and their files, which browsers alone ask for. */
  private static final Pattern FILES = Pattern.compile("GET /(console(/(?!api/).*)?)?");

  private final OpenApi document = OpenApi.document();
  private ToneServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = ToneServer.start(folder, Map.of());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void everyRouteIsDescribedAndEveryDescriptionHasItsRoute() {
    Set<String> routes = new TreeSet<>(server.routes());
    routes.removeIf(FILES.asMatchPredicate());
    routes.removeIf(route -> route.startsWith("HEAD ")); // as its GET
    Set<String> described =
        document.operations().stream()
            .map(Operation::toString)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> undescribed = new TreeSet<>(routes);
    undescribed.removeAll(described);
    Set<String> unreal = new TreeSet<>(described);
    unreal.removeAll(routes);
    assertThat(undescribed).as("routes the document lacks").isEmpty();
    assertThat(unreal).as("operations no route answers").isEmpty();
  }

  @Test
  void operationsHaveIdsOfTheirOwn() {
    List<String> ids = document.operations().stream().map(Operation::id).toList();
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][A-Za-z]+"));
  }

  @Test
  void operationsSayWhatTheyDoAndAnswer() {
    List<String> tags = document.root().path("tags").findValuesAsText("name");
    for (Operation operation : document.operations()) {
      JsonNode node = operation.node();
      assertThat(node.path("summary").asText()).as("summary of %s", operation).isNotBlank();
      assertThat(node.path("tags")).as("tags of %s", operation).hasSize(1);
      assertThat(tags).contains(node.path("tags").path(0).asText());
      assertThat(node.path("responses").has("default")).as("errors of %s", operation).isTrue();
    }
  }

  @Test
  void parametersOfPathsAreDescribedAndNoOthers() {
    for (Operation operation : document.operations()) {
      Set<String> written = new TreeSet<>();
      for (String step : operation.path().split("/", -1)) {
        if (step.startsWith("{")) {
          written.add(step.substring(1, step.length() - 1));
        }
      }
      Set<String> described =
          document.parameters(operation).stream()
              .filter(parameter -> parameter.path("in").asText().equals("path"))
              .map(parameter -> parameter.path("name").asText())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(described).as("%s", operation).isEqualTo(written);
    }
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = document.root().findValuesAsText("$ref");
    assertThat(references).hasSizeGreaterThan(300);
    assertThat(references)
        .allSatisfy(
            reference ->
                assertThat(document.root().at(reference.substring(1)).isMissingNode())
                    .as("%s leads nowhere", reference)
                    .isFalse());
  }

  @Test
  void everyPartIsUsed() {
    Set<String> used = new TreeSet<>(document.root().findValuesAsText("$ref"));
    List<String> unused = new ArrayList<>();
    for (Map.Entry<String, JsonNode> kind : document.root().path("components").properties()) {
      for (Map.Entry<String, JsonNode> part : kind.getValue().properties()) {
        String reference = "#/components/" + kind.getKey() + "/" + part.getKey();
        if (!kind.getKey().equals("securitySchemes") && !used.contains(reference)) {
          unused.add(reference);
        }
      }
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void everyExampleFitsItsSchema() {
    List<String> wrong = new ArrayList<>();
    int checked = examples("", document.root(), wrong);
    assertThat(wrong).isEmpty();
    assertThat(checked).isGreaterThan(70);
  }

  private int examples(String at, JsonNode node, List<String> wrong) {
    int checked = 0;
    if (node.isObject() && node.has("schema")) {
      List<JsonNode> values = new ArrayList<>();
      if (node.has("example")) {
        values.add(node.path("example"));
      }
      node.path("examples").forEach(example -> values.add(example.path("value")));
      for (JsonNode value : values) {
        checked++;
        for (String problem : document.problems(node.path("schema"), value, true)) {
          wrong.add(at + ": " + problem);
        }
      }
    }
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        checked += examples(at + "/" + field.getKey(), field.getValue(), wrong);
      }
    }
    return checked;
  }

  @Test
  void isServedAsYamlAndAsJsonToAnybody() throws Exception {
    Api stranger = new Api(server.address(), null);
    Api.Reply yaml = stranger.get("/openapi.yaml");
    assertThat(yaml.status()).isEqualTo(200);
    assertThat(yaml.header("content-type")).isEqualTo("application/yaml");
    Api.Reply json = stranger.get("/openapi.json");
    assertThat(json.header("content-type")).isEqualTo("application/json");
    assertThat(new YAMLMapper().readTree(yaml.http().body())).isEqualTo(json.json());
    assertThat(json.json().path("servers").path(0).path("url").asText())
        .isEqualTo(server.address());
    assertThat(stranger.head("/openapi.yaml").status()).isEqualTo(200);
  }
}
