/** Proofs of what is understood of a description, and that voices turn out so. */
@NullMarked
package dev.mynah.engine.lark.design;

import org.jspecify.annotations.NullMarked;
