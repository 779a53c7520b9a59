/** What tests of audio share. */
@NullMarked
package dev.mynah.audio.testing;

import org.jspecify.annotations.NullMarked;
