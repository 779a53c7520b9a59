/** Makes a Lark voice from a recording. */
@NullMarked
package dev.mynah.engine.lark.clone;

import org.jspecify.annotations.NullMarked;
