/** Tests of the configuration. */
@NullMarked
package dev.mynah.server.app.config;

import org.jspecify.annotations.NullMarked;
