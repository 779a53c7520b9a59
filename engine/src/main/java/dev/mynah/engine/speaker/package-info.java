/** How alike two voices are: a network that turns speech into a speaker embedding. */
@NullMarked
package dev.mynah.engine.speaker;

import org.jspecify.annotations.NullMarked;
