/** Tests of the set-up of the native library. */
@NullMarked
package dev.mynah.engine.onnx;

import org.jspecify.annotations.NullMarked;
