package dev.mynah.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the arrows of ARCHITECTURE.md: audio, engine, server, and the rooms of the server. */
class ArchitectureTest {
  private static final int JAVA_21_CLASS_FILE = 65;
  private static final String[] FEATURES = {
    "dev.mynah.server.failure..",
    "dev.mynah.server.db..",
    "dev.mynah.server.audit..",
    "dev.mynah.server.consent..",
    "dev.mynah.server.design..",
    "dev.mynah.server.token..",
    "dev.mynah.server.usage..",
    "dev.mynah.server.blob..",
    "dev.mynah.server.model..",
    "dev.mynah.server.task..",
    "dev.mynah.server.voice..",
    "dev.mynah.server.speech..",
    "dev.mynah.server.rendering..",
    "dev.mynah.server.webhook..",
    "dev.mynah.server.upload..",
    "dev.mynah.server.upkeep..",
    "dev.mynah.server.fetch.."
  };

  private static JavaClasses mynah;

  @BeforeAll
  static void readClasses() {
    mynah =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.mynah");
    assertThat(mynah.size()).as("classes found").isGreaterThan(100);
  }

  @Test
  void audioKnowsNeitherEnginesNorTheServer() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.mynah.audio..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mynah.engine..", "dev.mynah.server..", "dev.mynah.bench.."));
  }

  @Test
  void enginesDoNotKnowTheServer() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.mynah.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.mynah.server..", "dev.mynah.bench.."));
  }

  @Test
  void featuresKnowNeitherDialectsNorTheWiring() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.mynah.server.http..", "dev.mynah.server.app..", "io.javalin.."));
  }

  @Test
  void dialectsKnowNeitherSqlNorEngines() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.mynah.server.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "com.zaxxer..",
                "org.flywaydb..",
                "dev.mynah.engine.lark..",
                "dev.mynah.engine.text..",
                "dev.mynah.engine.model..",
                "ai.onnxruntime..",
                "dev.mynah.server.app.."));
  }

  @Test
  void dialectsDoNotKnowEachOther() {
    for (String dialect : List.of("ace", "platform", "fish", "openai", "console", "ops", "media")) {
      holds(
          noClasses()
              .that()
              .resideInAPackage("dev.mynah.server.http." + dialect + "..")
              .should()
              .dependOnClassesThat(
                  JavaClass.Predicates.resideInAnyPackage(
                          "dev.mynah.server.http.ace..",
                          "dev.mynah.server.http.platform..",
                          "dev.mynah.server.http.fish..",
                          "dev.mynah.server.http.openai..",
                          "dev.mynah.server.http.console..",
                          "dev.mynah.server.http.ops..",
                          "dev.mynah.server.http.media..")
                      .and(
                          DescribedPredicate.not(
                              JavaClass.Predicates.resideInAPackage(
                                  "dev.mynah.server.http." + dialect + "..")))));
    }
  }

  @Test
  void noTwoFeaturesNeedEachOther() {
    holds(slices().matching("dev.mynah.server.(*)..").should().beFreeOfCycles());
    holds(slices().matching("dev.mynah.engine.(*)..").should().beFreeOfCycles());
    holds(slices().matching("dev.mynah.audio.(*)..").should().beFreeOfCycles());
  }

  @Test
  void onlyTheFetcherOpensConnectionsForCallers() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.mynah.server..")
            .and()
            .resideOutsideOfPackage("dev.mynah.server.fetch..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.net\\.http\\..*|java\\.net\\.HttpURLConnection|java\\.net\\.URLConnection"
                    + "|org\\.apache\\.hc\\..*"));
  }

  @Test
  void onlyTheStoreInS3KnowsItsLibrary() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.mynah..")
            .and()
            .haveNameNotMatching("dev\\.mynah\\.server\\.blob\\.S3[A-Za-z$]+")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.."));
  }

  @Test
  void sqlStaysInRepositoriesAndTheQueue() {
    holds(
        classes()
            .that()
            .resideInAPackage("dev.mynah.server..")
            .and()
            .resideOutsideOfPackage("dev.mynah.server.db..")
            .and()
            .haveNameNotMatching(".*(Repository|\\.task\\.WorkQueue|\\.task\\.OpenConnection)")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages("org.jdbi..", "org.flywaydb..", "com.zaxxer.."));
  }

  @Test
  void nothingPrintsToTheConsoleButCommands() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(FEATURES)
            .or()
            .resideInAPackage("dev.mynah.server.http..")
            .or()
            .resideInAPackage("dev.mynah.engine..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err"));
  }

  /** Built on the newest JDK, yet every class runs on Java 21. */
  @Test
  void everyClassRunsOnJava21() throws IOException {
    List<String> newer = new ArrayList<>();
    for (JavaClass type : mynah) {
      try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream();
          DataInputStream data = new DataInputStream(in)) {
        assertThat(data.readInt()).isEqualTo(0xCAFEBABE);
        data.readUnsignedShort(); // minor version
        if (data.readUnsignedShort() > JAVA_21_CLASS_FILE) {
          newer.add(type.getName());
        }
      }
    }
    assertThat(newer).isEmpty();
  }

  private static void holds(ArchRule rule) {
    rule.allowEmptyShould(true).check(mynah);
  }
}
