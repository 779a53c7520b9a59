/** Sounds made from formulas, known exactly: what tests, benchmarks and self-checks listen to. */
@NullMarked
package dev.mynah.audio.synthetic;

import org.jspecify.annotations.NullMarked;
