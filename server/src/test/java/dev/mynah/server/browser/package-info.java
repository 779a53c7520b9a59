/** The console in a real browser. */
@NullMarked
package dev.mynah.server.browser;

import org.jspecify.annotations.NullMarked;
