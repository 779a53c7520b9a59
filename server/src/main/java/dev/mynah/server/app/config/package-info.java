/** The settings of a server: their names, defaults, sources and rules. */
@NullMarked
package dev.mynah.server.app.config;

import org.jspecify.annotations.NullMarked;
