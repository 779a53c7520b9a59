/** What several engine tests share. */
@NullMarked
package dev.mynah.engine.testing;

import org.jspecify.annotations.NullMarked;
