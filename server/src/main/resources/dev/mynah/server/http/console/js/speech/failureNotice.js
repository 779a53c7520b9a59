/** Says what went wrong while something was spoken, and what can be done about it. */
import { h } from "../dom.js";
import { href } from "../router.js";
import { hasPage } from "../pages.js";
import { button } from "../ui/button.js";
import { icon } from "../ui/icon.js";

const SECOND_MS = 1000;

/**
 * @param {import('../api.js').ApiError} failure
 * @param {{heard: number, retry: () => void, signal: AbortSignal}} how `heard`: seconds that can be
 *   heard all the same
 * @returns {HTMLElement}
 */
export function failureNotice(failure, { heard, retry, signal }) {
  const { title, text, mayRetry, link } = explained(failure);
  const again = button({ label: "Try again", icon: "refresh", small: true, onclick: retry });
  if (mayRetry && failure.retryAfter > 0) {
    countDown(again, Math.ceil(failure.retryAfter), signal);
  }
  return h(
    "div",
    { class: "notice notice-error speak-failure", role: "alert", dataset: { code: failure.code } },
    icon("error"),
    h(
      "div",
      { class: "notice-body" },
      h("p", null, h("strong", null, title)),
      h("p", null, text, heard > 0 ? " What was made until then can be played and downloaded." : null),
      link && hasPage(link.path) ? h("p", null, h("a", { href: href(link.path) }, link.label)) : null,
    ),
    mayRetry ? again : null,
  );
}

/** Tells whether a failure means that there is no such voice any more. */
export function isVoiceGone(failure) {
  return failure.status === 404 || (failure.status === 400 && /reference not found/i.test(failure.message));
}

function explained(failure) {
  if (isVoiceGone(failure)) {
    return { title: "This voice is gone.", text: "It was deleted, or is no longer shared. Choose another one." };
  }
  switch (failure.status) {
    case 0:
      return {
        title: failure.code === "cut" ? "The connection broke off." : "The server can't be reached.",
        text: failure.code === "cut" ? "Not everything was said." : "Check that it is running.",
        mayRetry: true,
      };
    case 402:
      return {
        title: "This key has no credit left.",
        text: "Raise its limit, or sign in with another key.",
        link: { path: "/keys", label: "Go to the keys" },
      };
    case 403:
      return { title: "This key may not speak.", text: "Sign in with one that has the scope speak." };
    case 413:
      return { title: "The text is too long.", text: failure.message };
    case 429:
    case 503:
      return { title: "The server is busy.", text: "It has as much to say as it can.", mayRetry: true };
    default:
      return { title: "This could not be spoken.", text: failure.message, mayRetry: failure.status >= 500 };
  }
}

/** Holds a button back for so many seconds, and says so on it. */
function countDown(again, seconds, signal) {
  let left = seconds;
  again.setAttribute("aria-disabled", "true");
  const write = () => again.setLabel(left > 0 ? `Try again in ${left} s` : "Try again");
  const timer = setInterval(() => {
    left--;
    write();
    if (left <= 0) {
      clearInterval(timer);
      again.removeAttribute("aria-disabled");
    }
  }, SECOND_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
  write();
}
