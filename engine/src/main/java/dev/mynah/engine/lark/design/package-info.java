/** Voices from a description in words: which traits it names, and the profile that has them. */
@NullMarked
package dev.mynah.engine.lark.design;

import org.jspecify.annotations.NullMarked;
