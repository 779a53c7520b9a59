/** Voices that come with Lark, made by hand from numbers alone. */
@NullMarked
package dev.mynah.engine.lark.preset;

import org.jspecify.annotations.NullMarked;
