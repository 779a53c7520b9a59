/** Proofs of how requests of OpenAI's clients are read and refused. */
@NullMarked
package dev.mynah.server.http.openai;

import org.jspecify.annotations.NullMarked;
