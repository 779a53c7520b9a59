/** Tests of recognition. */
@NullMarked
package dev.mynah.server.recognition;

import org.jspecify.annotations.NullMarked;
