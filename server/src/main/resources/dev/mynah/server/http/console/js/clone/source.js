/**
 * One way to hand a recording in.
 *
 * @typedef {object} Panel
 * @property {HTMLElement} element
 * @property {() => import("./order.js").Source} source what was chosen
 * @property {() => string} suggestion a title for the voice, or ""
 * @property {() => string|null} problem why it can't be used yet
 * @property {(text: string) => void} showProblem says so where it can be mended, and goes there
 * @property {() => void} close lets go of what it holds
 */
export {};
