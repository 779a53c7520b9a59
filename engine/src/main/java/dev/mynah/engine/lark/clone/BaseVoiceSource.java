package dev.mynah.engine.lark.clone;

import dev.mynah.engine.spi.EngineException;

/** Gives the measurements of the network's own voice, working them out when first asked. */
@FunctionalInterface
interface BaseVoiceSource {
  BaseVoice get() throws EngineException;
}
