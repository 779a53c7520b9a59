package dev.mynah.engine.spi;

import org.jspecify.annotations.Nullable;

/**
 * How a recording is written down.
 *
 * @param language BCP 47 tag or English name of the language the caller says it is in, or null
 * @param wordTimes whether words get times of their own
 */
public record RecognitionOptions(@Nullable String language, boolean wordTimes) {
  public static final RecognitionOptions DEFAULT = new RecognitionOptions(null, false);
}
