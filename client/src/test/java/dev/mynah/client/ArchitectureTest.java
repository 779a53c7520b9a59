package dev.mynah.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client stands alone: Java 17, the JDK and one JSON library that nobody sees. */
final class ArchitectureTest {
  private static final int JAVA_17_CLASS_FILE = 61;

  private static JavaClasses client;

  @BeforeAll
  static void readClasses() throws URISyntaxException {
    URI classes = MynahClient.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    client = new ClassFileImporter().importPath(Path.of(classes));
    assertThat(client.size()).as("classes found").isGreaterThan(50);
  }

  @Test
  void needsTheJdkAndOneJsonLibraryOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.mynah.client..",
            "java..",
            "javax.crypto..",
            "com.fasterxml.jackson..",
            "org.jspecify.annotations")
        .check(client);
  }

  @Test
  void showsNobodyItsJsonLibrary() {
    noMethods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should()
        .haveRawReturnType(
            DescribedPredicate.describe(
                "of Jackson", type -> type.getPackageName().startsWith("com.fasterxml")))
        .check(client);
  }

  @Test
  void runsOnJava17() throws IOException {
    for (JavaClass each : client) {
      URI file = each.getSource().orElseThrow().getUri();
      try (InputStream in = file.toURL().openStream();
          DataInputStream data = new DataInputStream(in)) {
        assertThat(data.readInt()).isEqualTo(0xCAFEBABE);
        data.readUnsignedShort(); // minor version
        assertThat(data.readUnsignedShort()).as(each.getName()).isEqualTo(JAVA_17_CLASS_FILE);
      }
    }
  }
}
