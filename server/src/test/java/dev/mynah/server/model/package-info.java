/** Tests of what looks after models. */
@NullMarked
package dev.mynah.server.model;

import org.jspecify.annotations.NullMarked;
