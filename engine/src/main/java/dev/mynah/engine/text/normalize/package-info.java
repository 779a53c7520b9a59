/** Writes out what isn't a plain word: times, dates, money, units, addresses, symbols. */
@NullMarked
package dev.mynah.engine.text.normalize;

import org.jspecify.annotations.NullMarked;
