/** The dialect of Fish Audio's own service. */
@NullMarked
package dev.mynah.server.http.fish;

import org.jspecify.annotations.NullMarked;
