package dev.mynah.server.app.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes one component of {@link Configuration}; its key is the name in kebab case. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /** Heading that it and the settings after it stand under, empty for that of the one before. */
  String section() default "";

  /** What it does, in a sentence without a full stop. */
  String description();

  /**
   * Its default as one would write it, empty for none. {@code ${user-data}}, {@code ${user-cache}}
   * and {@code ${cores}} stand for what the machine has.
   */
  String defaultValue() default "";

  /** What a bare number counts, e.g. {@code bytes}. */
  String unit() default "";

  /** Never shown in full. */
  boolean secret() default false;

  /** The smallest number allowed. */
  long min() default Long.MIN_VALUE;

  /** The largest number allowed. */
  long max() default Long.MAX_VALUE;

  /** The words allowed; empty for any. */
  String[] choices() default {};
}
