/** How words are said: tokens, parts of speech, lexicon, stress, numbers and unknown words. */
@NullMarked
package dev.mynah.engine.text.pronounce;

import org.jspecify.annotations.NullMarked;
