/** Tests of the house as a whole. */
@NullMarked
package dev.mynah.server;

import org.jspecify.annotations.NullMarked;
