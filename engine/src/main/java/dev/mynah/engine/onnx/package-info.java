/** The native library that runs networks, set up for a server. */
@NullMarked
package dev.mynah.engine.onnx;

import org.jspecify.annotations.NullMarked;
