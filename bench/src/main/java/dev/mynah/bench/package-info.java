/** Benchmarks of kernels (JMH) and of the whole server (open-loop load). */
@NullMarked
package dev.mynah.bench;

import org.jspecify.annotations.NullMarked;
