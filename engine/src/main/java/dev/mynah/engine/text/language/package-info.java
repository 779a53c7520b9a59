/** Tells texts in English from texts in other languages. */
@NullMarked
package dev.mynah.engine.text.language;

import org.jspecify.annotations.NullMarked;
