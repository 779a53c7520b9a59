/** Starts the console. */

import { api } from "./api.js";
import { drawFrame, markPage } from "./frame.js";
import { navigate, startRouter } from "./router.js";
import { session } from "./session.js";
import { toast } from "./ui/toast.js";

const main = document.getElementById("main");

/** A link with a key signs in at once; the key leaves the address bar and the history. */
function takeKeyFromAddress() {
  const found = /^#key=([^&]+)$/.exec(location.hash);
  if (!found) {
    return null;
  }
  history.replaceState(null, "", "#/");
  return decodeURIComponent(found[1]);
}

async function signInWith(key) {
  try {
    await session.signIn(key);
  } catch (failure) {
    toast(`The link's key was not taken. ${failure.message}`, { kind: "error" });
  }
}

function stayOut(failure) {
  if (session.key() !== null) {
    session.signOut();
    toast(failure.message, { kind: "error" });
  }
  drawFrame();
  if (!location.hash.startsWith("#/sign-in")) {
    navigate("/sign-in", { query: { to: location.hash.slice(1) || "/" } });
  }
}

document.querySelector(".skip-link").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

api.onSignedOut(stayOut);
const key = takeKeyFromAddress();
if (key !== null) {
  await signInWith(key);
}
window.addEventListener("hashchange", async () => {
  const late = takeKeyFromAddress();
  if (late !== null) {
    await signInWith(late);
    await drawFrame();
    navigate("/");
  }
});
drawFrame();
startRouter(main, markPage);
