/** Benchmarks of the engine and of the whole server, and the evaluation of clones. */
@NullMarked
package dev.mynah.bench;

import org.jspecify.annotations.NullMarked;
