/** The one list of things that can go wrong, which every wire dialect translates. */
@NullMarked
package dev.mynah.server.failure;

import org.jspecify.annotations.NullMarked;
