/** Tests of the speaker encoder. */
@NullMarked
package dev.mynah.engine.speaker;

import org.jspecify.annotations.NullMarked;
