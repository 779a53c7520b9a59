/** Tests of the model store, against real files, web servers and processes. */
@NullMarked
package dev.mynah.engine.model;

import org.jspecify.annotations.NullMarked;
