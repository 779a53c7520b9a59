/** Tests of Fish Audio's dialect. */
@NullMarked
package dev.mynah.server.http.fish;

import org.jspecify.annotations.NullMarked;
