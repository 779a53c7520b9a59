package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.it.ToneServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands around every page: signing in, finding one's way, the look. */
final class ShellTest {
  @RegisterExtension static final ConsoleRig RIG = ConsoleRig.start();

  @Test
  void signsInWithAKeyThatIsTypedAndRefusesAnother() throws Exception {
    RIG.openSignedOut("#/");

    RIG.find("heading", "Welcome to Mynah");
    RIG.screenshot("sign-in");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Sign in");
    RIG.awaitText("Type or paste your API key.");
    RIG.type("API key", "no-such-key");
    RIG.press("button", "Sign in");
    RIG.await(
        "the refusal",
        () -> RIG.find("textbox", "API key").getDomAttribute("aria-invalid") != null);
    RIG.screenshot("sign-in-refused");
    RIG.type("API key", ToneServer.KEY);
    RIG.press("button", "Sign in");

    RIG.find("heading", "Make your first voice");
    RIG.screenshot("home");
    RIG.press("button", "Sign out");
    RIG.find("heading", "Welcome to Mynah");
    assertThat(RIG.script("return sessionStorage.length + localStorage.length")).isEqualTo(0L);
  }
}
