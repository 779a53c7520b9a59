/** How Lark makes sound: the network, its frames, and the source-filter rendering of them. */
@NullMarked
package dev.mynah.engine.lark.synthesis;

import org.jspecify.annotations.NullMarked;
