/** Reading of media strangers send, always in a separate, confined process. */
@NullMarked
package dev.mynah.audio.decode;

import org.jspecify.annotations.NullMarked;
