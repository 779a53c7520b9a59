/** What a speech engine offers the service, whichever network is behind it. */
@NullMarked
package dev.mynah.engine.spi;

import org.jspecify.annotations.NullMarked;
