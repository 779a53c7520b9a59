/** Files callers hand in, to be named by a link in a later request. */
@NullMarked
package dev.mynah.server.upload;

import org.jspecify.annotations.NullMarked;
