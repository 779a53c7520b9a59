/** The description of everything the server answers, in OpenAPI 3.1. */
@NullMarked
package dev.mynah.server.http.document;

import org.jspecify.annotations.NullMarked;
