/** What every wire dialect shares: reading bodies within limits, checked fields, keys, traces. */
@NullMarked
package dev.mynah.server.http.wire;

import org.jspecify.annotations.NullMarked;
