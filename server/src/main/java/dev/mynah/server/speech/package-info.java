/** Turning text into stored or streamed audio on a bounded number of workers. */
@NullMarked
package dev.mynah.server.speech;

import org.jspecify.annotations.NullMarked;
