/** From text and a voice to an audio file or stream: engine, level, codec and provenance. */
@NullMarked
package dev.mynah.server.rendering;

import org.jspecify.annotations.NullMarked;
