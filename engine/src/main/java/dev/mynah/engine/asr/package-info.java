/** The built-in recogniser: speech becomes text with Moonshine's networks. */
@NullMarked
package dev.mynah.engine.asr;

import org.jspecify.annotations.NullMarked;
