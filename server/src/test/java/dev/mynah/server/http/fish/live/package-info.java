/** Tests of live speech. */
@NullMarked
package dev.mynah.server.http.fish.live;

import org.jspecify.annotations.NullMarked;
