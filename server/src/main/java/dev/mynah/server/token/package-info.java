/** API keys: who is calling, and what they may do. */
@NullMarked
package dev.mynah.server.token;

import org.jspecify.annotations.NullMarked;
