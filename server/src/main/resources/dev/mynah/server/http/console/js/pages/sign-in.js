import { h } from "../dom.js";
import { drawFrame } from "../frame.js";
import { navigate } from "../router.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { checkbox, field } from "../ui/field.js";

export const title = "Sign in";

/** Asks for the API key. */
export async function show(main, { query, signal }) {
  const key = field({
    label: "API key",
    name: "key",
    type: "password",
    required: true,
    autocomplete: "current-password",
    spellcheck: "false",
    hint: "The server printed one at its first start; mynah token create makes another.",
  });
  const remember = checkbox({ label: "Remember it on this device", hint: "Otherwise it is forgotten when this tab is closed." });
  const submit = button({ label: "Sign in", kind: "primary", type: "submit", wide: true });

  async function signIn(event) {
    event.preventDefault();
    const value = key.input.value.trim();
    if (value === "") {
      key.setError("Type or paste your API key.");
      key.input.focus();
      return;
    }
    key.setError(null);
    await submit.during(async () => {
      try {
        await session.signIn(value, { remember: remember.input.checked, signal });
        await drawFrame();
        navigate(destination(query.to));
      } catch (failure) {
        key.setError(failure.message);
        key.input.focus();
      }
    });
  }

  main.append(
    h(
      "div",
      { class: "sign-in" },
      h("img", { class: "sign-in-mark", src: new URL("../../icons/mynah.svg", import.meta.url).href, alt: "", width: 72, height: 72 }),
      h("h1", null, "Welcome to Mynah"),
      h("p", { class: "lead" }, "Clone a voice, and let it say anything, on your own machine."),
      h("form", { class: "card stack", novalidate: true, onsubmit: signIn }, key, remember, submit),
    ),
  );
  if (session.key() !== null) {
    navigate(destination(query.to), { replace: true });
  } else {
    key.input.focus();
  }
}

/** Only pages of our own, whatever the address says. */
function destination(wanted) {
  return wanted && wanted.startsWith("/") && !wanted.startsWith("/sign-in") ? wanted : "/";
}
