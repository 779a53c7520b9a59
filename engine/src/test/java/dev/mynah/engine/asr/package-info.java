/** Tests of the recogniser. */
@NullMarked
package dev.mynah.engine.asr;

import org.jspecify.annotations.NullMarked;
