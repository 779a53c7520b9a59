/** OpenAI's dialect for speech: {@code /v1/audio/*} and {@code /v1/models}. */
@NullMarked
package dev.mynah.server.http.openai;

import org.jspecify.annotations.NullMarked;
