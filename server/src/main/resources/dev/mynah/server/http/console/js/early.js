// Runs before the first paint, so that a chosen theme doesn't flash in the other one first.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("mynah.theme");
  } catch {
    // Storage may be closed to pages; the system's theme does then.
  }
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();
