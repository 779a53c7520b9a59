/** Tests of the launcher, the commands and the wiring. */
@NullMarked
package dev.mynah.server.app;

import org.jspecify.annotations.NullMarked;
