/** Lark, the built-in engine: a neural source-filter synthesiser with an explicit voice. */
@NullMarked
package dev.mynah.engine.lark;

import org.jspecify.annotations.NullMarked;
