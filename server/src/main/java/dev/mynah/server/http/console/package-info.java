/** The console: pages for people, served from the jar, and what they ask the server for. */
@NullMarked
package dev.mynah.server.http.console;

import org.jspecify.annotations.NullMarked;
