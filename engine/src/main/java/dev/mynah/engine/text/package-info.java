/** The English text front end: from any text to phonemes, sentence by sentence. */
@NullMarked
package dev.mynah.engine.text;

import org.jspecify.annotations.NullMarked;
