/** Tests of the console's paths. */
@NullMarked
package dev.mynah.server.http.console;

import org.jspecify.annotations.NullMarked;
