/** A Lark voice: what it holds, its bytes, and how it changes the base voice's frames. */
@NullMarked
package dev.mynah.engine.lark.profile;

import org.jspecify.annotations.NullMarked;
