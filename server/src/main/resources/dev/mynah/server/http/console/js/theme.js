/** The theme: that of the system, or one the user has chosen, which is remembered. */

const STORED = "mynah.theme";

/** @returns {"system"|"light"|"dark"} */
export function chosenTheme() {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

/** @param {"system"|"light"|"dark"} theme */
export function chooseTheme(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  try {
    if (theme === "system") {
      localStorage.removeItem(STORED);
    } else {
      localStorage.setItem(STORED, theme);
    }
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
