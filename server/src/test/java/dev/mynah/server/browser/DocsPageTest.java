package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;

/** The document, to read. */
final class DocsPageTest {
  @RegisterExtension static final ConsoleRig RIG = ConsoleRig.start();

  @Test
  void showsEveryOperationToAnybodyAndFindsOne() throws Exception {
    RIG.driver().get(RIG.server().address() + "/docs");
    RIG.awaitText("/fish/voices");

    assertThat(RIG.driver().findElements(By.cssSelector(".docs-operation"))).hasSizeGreaterThan(60);
    RIG.screenshot("docs");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.type("Search", "wallet");
    RIG.await(
        "two operations",
        () -> RIG.driver().findElements(By.cssSelector(".docs-nav li")).size() == 2);
    RIG.driver().findElements(By.cssSelector(".docs-nav li a")).getFirst().click();
    RIG.await("the anchor", () -> RIG.driver().getCurrentUrl().endsWith("#fishGetCredit"));
    RIG.awaitText("check_free_credit");
    RIG.screenshot("docs-operation");
  }
}
